package io.zproc.process;

import java.util.UUID;

import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import org.jspecify.annotations.Nullable;

/**
 * Takes the result of a worker from the server, part by part, on a thread of its own.
 */
final class ResultReceiver {

	private final String label;

	private final ResultParts parts;

	private final Runnable onTaken;

	private @Nullable Thread thread;

	private int size;

	private int sent;

	private boolean isLast;

	private byte @Nullable [] result;

	private int length;

	private @Nullable Throwable failure;

	/**
	 * Creates a receiver that waits for the first part.
	 * @param onTaken is called for each part that was taken
	 */
	ResultReceiver(String label, StateClient client, UUID session, Runnable onTaken) {
		this.label = label;
		this.parts = new ResultParts(client, session);
		this.onTaken = onTaken;
	}

	/**
	 * Says that parts can be taken. Does not block.
	 * @param size how many bytes the whole has
	 * @param sent how many parts were sent
	 */
	synchronized void sent(int size, int sent) {
		this.size = size;
		this.sent = Math.max(this.sent, sent);
		notifyAll();
		if (this.thread == null) {
			this.thread = new Thread(this::receive, "zproc-result-" + this.label);
			this.thread.setDaemon(true);
			this.thread.start();
		}
	}

	/**
	 * Waits for the parts that were sent; there will be no more. Each takes a request's
	 * time at the most.
	 * @return the whole, {@code null} when there was none, or parts of it are missing
	 * @throws ZProcException when it could not be received
	 */
	byte @Nullable [] finish() throws InterruptedException {
		Thread receiving;
		synchronized (this) {
			this.isLast = true;
			notifyAll();
			receiving = this.thread;
		}
		if (receiving != null) {
			receiving.join();
		}
		synchronized (this) {
			if (this.failure != null) {
				throw new ZProcException("The result of worker '" + this.label + "' (" + this.size
						+ " bytes) could not be received: " + this.failure, this.failure);
			}
			return (this.length == this.size) ? this.result : null;
		}
	}

	/**
	 * Removes what a worker that died while it sent may have left on the server.
	 */
	void clear() {
		int from;
		synchronized (this) {
			from = this.sent;
		}
		this.parts.removeFrom(from);
	}

	private void receive() {
		try {
			byte[] whole = new byte[awaitSize()];
			int at = 0;
			for (int part = 0; at < whole.length && await(part); part++) {
				byte[] bytes = this.parts.take(part);
				System.arraycopy(bytes, 0, whole, at, bytes.length);
				at += bytes.length;
				this.onTaken.run();
			}
			synchronized (this) {
				this.result = whole;
				this.length = at;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			// The worker waits for nobody then: it must go on to its end.
			synchronized (this) {
				this.failure = ex;
			}
			for (int i = 0; i < this.size / ResultParts.SIZE; i++) {
				this.onTaken.run();
			}
		}
	}

	private synchronized int awaitSize() {
		return this.size;
	}

	private synchronized boolean await(int part) throws InterruptedException {
		while (part >= this.sent && !this.isLast) {
			wait();
		}
		return part < this.sent;
	}

}
