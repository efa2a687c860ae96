package io.zproc.client.jeromq;

import io.zproc.protocol.Protocol;

/**
 * When the server is to be told which of its answers have come. Each request says it by
 * the lowest number that is not answered; but one that waits for long holds that back,
 * and who only listens sends none.
 */
final class Acknowledgements {

	/**
	 * How far answered requests may run ahead of an unanswered one before the server is
	 * told of each: more than are under way at once, less than it remembers.
	 */
	private static final long SPAN = Protocol.MAX_UNANSWERED + 200L;

	private static final long STEP = 200;

	/** Well below what the server lets a session leave unread. */
	private static final long BYTES = 1 << 20;

	private long toldBelow;

	private long receivedBytes;

	void received(int bytes) {
		this.receivedBytes += bytes;
	}

	boolean isDue(long nextSequence, long lowestUnanswered) {
		return this.receivedBytes > BYTES
				|| (nextSequence - lowestUnanswered > SPAN && nextSequence - this.toldBelow > STEP);
	}

	void sent(long below) {
		this.toldBelow = below;
		this.receivedBytes = 0;
	}

}
