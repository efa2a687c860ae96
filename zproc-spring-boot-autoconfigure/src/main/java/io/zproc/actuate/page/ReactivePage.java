package io.zproc.actuate.page;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * The stream of the page on Spring WebFlux. A frame is made when the one before has left,
 * on a thread of the stream, which asks the state server and may wait for it.
 */
final class ReactivePage implements WebHandler {

	private static final long IDLE_MS = 1_000;

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final PageStreams streams;

	ReactivePage(PageStreams streams) {
		this.streams = streams;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		return exchange.getPrincipal()
			.map(ReactiveRequestSecurity::new)
			.defaultIfEmpty(new ReactiveRequestSecurity(null))
			.flatMap((who) -> events(exchange, who));
	}

	private Mono<Void> events(ServerWebExchange exchange, ReactiveRequestSecurity who) {
		ServerHttpRequest request = exchange.getRequest();
		PageStream stream;
		try {
			stream = this.streams.open(who, request.getQueryParams()::getFirst,
					request.getHeaders().getFirst(PageStreams.LAST_EVENT));
		}
		catch (IllegalArgumentException ex) {
			return refuse(exchange.getResponse(), HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
		return (stream != null) ? write(stream, exchange.getResponse())
				: refuse(exchange.getResponse(), HttpStatus.SERVICE_UNAVAILABLE, PageStreams.TOO_MANY);
	}

	private static Mono<Void> refuse(ServerHttpResponse response, HttpStatus status, String reason) {
		response.setStatusCode(status);
		response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
		return response
			.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(reason.getBytes(StandardCharsets.UTF_8))));
	}

	private static Mono<Void> write(PageStream stream, ServerHttpResponse response) {
		response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
		// Proxies shall not keep frames back.
		response.getHeaders().set("X-Accel-Buffering", "no");
		response.getHeaders().setCacheControl("no-store");
		Scheduler thread = thread();
		ReactiveFrames made = new ReactiveFrames(stream, response.bufferFactory());
		Publisher<DataBuffer> frame = Mono.fromCallable(made::next).subscribeOn(thread);
		// What is asked for ahead is the wish for a frame, not the frame.
		Flux<Publisher<DataBuffer>> frames = Flux.generate((SynchronousSink<Publisher<DataBuffer>> sink) -> {
			if (stream.isOpen()) {
				sink.next(frame);
			}
			else {
				sink.complete();
			}
		});
		return response.writeAndFlushWith(frames).doFinally((signal) -> {
			stream.close();
			thread.dispose();
		});
	}

	/**
	 * A thread of the stream's own: those that are shared are few, and each frame waits.
	 * It is none of Reactor's that must not block: what the application sanitizes values
	 * with may. It ends when it is idle, so that who keeps a connection and never reads
	 * from it does not keep a thread when the stream is over.
	 */
	private static Scheduler thread() {
		String name = "zproc-page-" + COUNT.incrementAndGet();
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, IDLE_MS, TimeUnit.MILLISECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, name);
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return Schedulers.fromExecutorService(executor, name);
	}

}
