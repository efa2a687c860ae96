package io.zproc.actuate.page;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.PooledDataBuffer;

/**
 * The frames of one stream on Spring WebFlux. Netty asks for many frames ahead, however
 * slow the browser is: the next one is made when the one before has left for it, so that
 * what is told is new. Used by one thread at a time.
 */
final class ReactiveFrames {

	private static final Logger logger = LoggerFactory.getLogger(ReactiveFrames.class);

	private final PageStream stream;

	private final DataBufferFactory buffers;

	private @Nullable DataBuffer last;

	ReactiveFrames(PageStream stream, DataBufferFactory buffers) {
		this.stream = stream;
		this.buffers = buffers;
	}

	/**
	 * Waits for the next frame.
	 * @return the frame, {@code null} when the stream is over
	 */
	@Nullable DataBuffer next() {
		try {
			awaitSent();
			PageFrame frame = this.stream.next();
			if (frame != null) {
				byte[] bytes = frame.bytes();
				// Not wrapped: Netty would copy it, and let it go before it is sent.
				DataBuffer next = this.buffers.allocateBuffer(bytes.length).write(bytes);
				this.last = next;
				return next;
			}
		}
		catch (InterruptedException ex) {
			logger.trace("A page has gone", ex);
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.debug("A page's stream ends: the application does", ex);
		}
		this.stream.close();
		return null;
	}

	private void awaitSent() throws InterruptedException {
		while (this.last instanceof PooledDataBuffer pooled && pooled.isAllocated() && this.stream.isOpen()) {
			this.stream.pause();
		}
	}

}
