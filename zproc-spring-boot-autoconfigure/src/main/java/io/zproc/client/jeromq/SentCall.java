package io.zproc.client.jeromq;

import io.zproc.client.Call;

/**
 * A call in the hands of the sockets' owner, who alone touches it.
 */
final class SentCall {

	final Call<?> call;

	final byte[] message;

	/** When it was last sent; 0 when it is to be sent again. */
	long sentAtNanos;

	/** Whether the sender does not want the result any more. */
	boolean isWithdrawn;

	SentCall(Call<?> call, byte[] message) {
		this.call = call;
		this.message = message;
	}

	void sent(long nowNanos) {
		this.sentAtNanos = (nowNanos != 0) ? nowNanos : 1;
		this.call.sent();
	}

}
