package io.zproc.actuate.page;

import java.lang.reflect.Method;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/**
 * Finds the page on Spring MVC, before the endpoint's own mapping, which has everything
 * else below the same address.
 *
 * @since 0.1.0
 */
public final class ServletPageMapping extends AbstractHandlerMapping {

	/** Boot's mapping of endpoints has -100. */
	private static final int BEFORE_ENDPOINTS = -101;

	private final PageAssets assets;

	private final HandlerMethod events;

	private final HandlerMethod token;

	/**
	 * Creates the mapping.
	 * @param path the path of the endpoint
	 * @param streams the streams of the pages
	 */
	public ServletPageMapping(String path, PageStreams streams) {
		this.assets = new PageAssets(path);
		this.events = new HandlerMethod(new ServletPage(streams),
				method(ServletPage.class, "events", WebRequest.class));
		this.token = new HandlerMethod(new ServletToken(),
				method(ServletToken.class, "token", HttpServletRequest.class));
		setOrder(BEFORE_ENDPOINTS);
	}

	@Override
	protected @Nullable Object getHandlerInternal(HttpServletRequest request) {
		boolean isRead = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
		Object handler = isRead ? find(initLookupPath(request), request) : null;
		if (handler != null) {
			// What metrics call it.
			request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, this.assets.address().pattern());
		}
		return handler;
	}

	private @Nullable Object find(String path, HttpServletRequest request) {
		if (this.assets.address().isEvents(path)) {
			return this.events;
		}
		if (this.assets.address().isToken(path)) {
			return this.token;
		}
		PageAsset asset = this.assets.at(path, request.getHeader(HttpHeaders.ACCEPT));
		return (asset != null) ? file(asset) : null;
	}

	private static HandlerMethod file(PageAsset asset) {
		return new HandlerMethod(asset, method(PageAsset.class, "response"));
	}

	private static Method method(Class<?> type, String name, Class<?>... parameters) {
		Method method = ReflectionUtils.findMethod(type, name, parameters);
		if (method == null) {
			throw new IllegalStateException(type + " has no method " + name);
		}
		return method;
	}

}
