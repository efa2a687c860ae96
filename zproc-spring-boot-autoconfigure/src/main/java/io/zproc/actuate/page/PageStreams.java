package io.zproc.actuate.page;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.zproc.actuate.LiveView;
import io.zproc.actuate.ZProcEndpointWebExtension;
import io.zproc.actuate.metrics.UseHistory;
import io.zproc.protocol.Protocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * The streams of the pages that are open. There is a bound to them, and they end before
 * the web server does: it would wait for them.
 *
 * @since 0.1.0
 */
public final class PageStreams implements ApplicationListener<ContextClosedEvent>, Ordered {

	static final String TOO_MANY = "Too many pages are open, or the application ends";

	/** The header of a browser that has lost its connection. */
	static final String LAST_EVENT = "Last-Event-ID";

	private static final int MAX = 32;

	/** Who has not taken a frame for so long makes room for others. */
	private static final Duration MAX_IDLE = Duration.ofSeconds(30);

	private final ApplicationContext context;

	private final ZProcEndpointWebExtension endpoint;

	private final LiveView view;

	private final Overview overview;

	private final boolean isWritable;

	private final Set<PageStream> open = new LinkedHashSet<>();

	private boolean isClosed;

	/**
	 * Creates the streams.
	 * @param context the application, with whose end they end
	 * @param endpoint the endpoint
	 * @param isWritable whether the endpoint's operations are allowed
	 * @param history what processes took of the machine before a page is opened
	 */
	public PageStreams(ApplicationContext context, ZProcEndpointWebExtension endpoint, boolean isWritable,
			UseHistory history) {
		this.context = context;
		this.endpoint = endpoint;
		this.view = endpoint.live();
		this.overview = new Overview(this.view, history);
		this.isWritable = isWritable;
	}

	/**
	 * Opens a stream.
	 * @param who who has asked for it
	 * @param parameters the parameters of the request
	 * @param lastEvent the last event of the connection before
	 * @return the stream, {@code null} when there are too many
	 * @throws IllegalArgumentException when the namespace is not for applications
	 */
	@Nullable PageStream open(SecurityContext who, Function<String, @Nullable String> parameters, @Nullable String lastEvent) {
		String namespace = parameters.apply("namespace");
		String mark = (lastEvent != null) ? lastEvent : parameters.apply("after");
		String wanted = (namespace != null) ? namespace : this.view.defaultNamespace();
		if (wanted.isEmpty() || wanted.charAt(0) == Protocol.RESERVED) {
			throw new IllegalArgumentException("namespace: '" + wanted + "' (expected: one of the application's)");
		}
		PageRequest request = new PageRequest(wanted, mark, this.endpoint.isShown(who), this.isWritable,
				this.context.getEnvironment().getProperty("spring.application.name", ""), parameters.apply("log"));
		synchronized (this.open) {
			if (this.isClosed || !makeRoom()) {
				return null;
			}
			PageStream stream = new PageStream(this.view, this.overview, request, this::remove);
			this.open.add(stream);
			return stream;
		}
	}

	private boolean makeRoom() {
		if (this.open.size() < MAX) {
			return true;
		}
		Optional<PageStream> idle = this.open.stream()
			.filter((stream) -> stream.idle().compareTo(MAX_IDLE) > 0)
			.max(Comparator.comparing(PageStream::idle));
		idle.ifPresent(PageStream::close);
		return idle.isPresent();
	}

	private void remove(PageStream stream) {
		synchronized (this.open) {
			this.open.remove(stream);
		}
	}

	/**
	 * Ends all streams when the application ends.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			Set<PageStream> ended;
			synchronized (this.open) {
				this.isClosed = true;
				ended = Set.copyOf(this.open);
			}
			ended.forEach(PageStream::close);
		}
	}

	/**
	 * Before the context of a separate management port is closed.
	 */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
