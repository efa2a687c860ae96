package io.zproc.actuate.page;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The page on Spring MVC: its files, and its stream, for which it has a thread that waits
 * while the browser does not read. The web server ends a write that takes too long.
 */
final class ServletPage {

	private static final Logger logger = LoggerFactory.getLogger(ServletPage.class);

	private static final AtomicInteger COUNT = new AtomicInteger();

	private static final long NO_TIMEOUT = 0;

	private final PageStreams streams;

	ServletPage(PageStreams streams) {
		this.streams = streams;
	}

	/**
	 * Begins a stream of events.
	 */
	ResponseEntity<?> events(WebRequest request) {
		if (request instanceof ServletWebRequest servlet && HttpMethod.HEAD.equals(servlet.getHttpMethod())) {
			// Comes here with GET: a stream would be written to nobody.
			return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).build();
		}
		PageStream stream;
		try {
			stream = this.streams.open(new WebRequestSecurity(request), request::getParameter,
					request.getHeader(PageStreams.LAST_EVENT));
		}
		catch (IllegalArgumentException ex) {
			return ResponseEntity.badRequest().contentType(MediaType.TEXT_PLAIN).body(ex.getMessage());
		}
		if (stream == null) {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
				.contentType(MediaType.TEXT_PLAIN)
				.body(PageStreams.TOO_MANY);
		}
		SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
		emitter.onCompletion(stream::close);
		emitter.onTimeout(stream::close);
		emitter.onError((ex) -> stream.close());
		Thread thread = new Thread(() -> run(stream, emitter), "zproc-page-" + COUNT.incrementAndGet());
		thread.setDaemon(true);
		thread.start();
		return ResponseEntity.ok()
			.contentType(MediaType.TEXT_EVENT_STREAM)
			// Proxies shall not keep frames back.
			.header("X-Accel-Buffering", "no")
			.header("Cache-Control", "no-store")
			.body(emitter);
	}

	private static void run(PageStream stream, SseEmitter emitter) {
		try (stream) {
			for (PageFrame frame = stream.next(); frame != null; frame = stream.next()) {
				emitter.send(SseEmitter.event()
					.name(frame.event())
					.id(frame.id())
					.reconnectTime(PageFrame.RECONNECT_MS)
					.data(frame.data(), MediaType.TEXT_PLAIN));
			}
			emitter.complete();
		}
		catch (IOException ex) {
			logger.debug("A page has gone", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			emitter.complete();
		}
		catch (RuntimeException ex) {
			logger.debug("A page's stream ends: it has gone, or the application ends", ex);
			emitter.complete();
		}
	}

}
