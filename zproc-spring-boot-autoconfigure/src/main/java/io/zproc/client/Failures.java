package io.zproc.client;

import io.zproc.AtomicTimeoutException;
import io.zproc.StateTimeoutException;
import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.ZProcException;
import io.zproc.protocol.Reply.Code;
import io.zproc.protocol.Reply.Failure;

/**
 * What a refusal of the server is to a caller.
 */
final class Failures {

	private Failures() {
	}

	static ZProcException exception(Failure failure) {
		if (failure.code() == Code.TURN_LOST) {
			return new AtomicTimeoutException(failure.message());
		}
		if (failure.code() == Code.CANCELLED) {
			return new StateTimeoutException("The state server did not come to the request in time;"
					+ " it was withdrawn and nothing was applied (is another process in a long atomic function?)");
		}
		if (failure.code() == Code.UNKNOWN_SESSION) {
			return new StateUnavailableException(failure.message(), Outcome.UNKNOWN);
		}
		return new ZProcException(failure.message());
	}

}
