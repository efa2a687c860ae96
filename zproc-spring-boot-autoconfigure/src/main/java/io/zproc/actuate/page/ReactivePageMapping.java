package io.zproc.actuate.page;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Finds the page on Spring WebFlux, before the endpoint's own mapping, which has
 * everything else below the same address.
 *
 * @since 0.1.0
 */
public final class ReactivePageMapping extends AbstractHandlerMapping {

	/** Boot's mapping of endpoints has -100. */
	private static final int BEFORE_ENDPOINTS = -101;

	private final PageAssets assets;

	private final ReactivePage events;

	private final HandlerMethod token = new HandlerMethod(new ReactiveToken(),
			method(ReactiveToken.class, "token", ServerWebExchange.class));

	private final PathPattern pattern;

	/**
	 * Creates the mapping.
	 * @param path the path of the endpoint
	 * @param streams the streams of the pages
	 */
	public ReactivePageMapping(String path, PageStreams streams) {
		this.assets = new PageAssets(path);
		this.events = new ReactivePage(streams);
		this.pattern = PathPatternParser.defaultInstance.parse(this.assets.address().pattern());
		setOrder(BEFORE_ENDPOINTS);
	}

	@Override
	protected Mono<?> getHandlerInternal(ServerWebExchange exchange) {
		Object handler = find(exchange.getRequest());
		if (handler == null) {
			return Mono.empty();
		}
		// What metrics call it.
		exchange.getAttributes().put(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, this.pattern);
		ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.ifPresent((context) -> context.setPathPattern(this.pattern.getPatternString()));
		return Mono.just(handler);
	}

	private @Nullable Object find(ServerHttpRequest request) {
		String path = request.getPath().pathWithinApplication().value();
		boolean isGet = HttpMethod.GET.equals(request.getMethod());
		if (isGet && this.assets.address().isEvents(path)) {
			return this.events;
		}
		if (isGet && this.assets.address().isToken(path)) {
			return this.token;
		}
		PageAsset asset = (isGet || HttpMethod.HEAD.equals(request.getMethod()))
				? this.assets.at(path, request.getHeaders().getFirst(HttpHeaders.ACCEPT)) : null;
		return (asset != null) ? new HandlerMethod(asset, method(PageAsset.class, "response")) : null;
	}

	private static Method method(Class<?> type, String name, Class<?>... parameters) {
		Method method = ReflectionUtils.findMethod(type, name, parameters);
		if (method == null) {
			throw new IllegalStateException(type + " has no method " + name);
		}
		return method;
	}

}
