package io.zproc.process;

import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import io.zproc.client.StateClient;
import io.zproc.process.Reports.Kind;
import io.zproc.process.Reports.Report;

/**
 * Sends the result of a worker to its parent, in parts of which only a few are on the
 * server at once: a result may be larger than what the server can hold.
 *
 * @since 0.1.0
 */
public final class ResultSender {

	private final UUID session;

	private final Semaphore credits = new Semaphore(ResultParts.WINDOW);

	/**
	 * Creates a sender.
	 * @param session the worker's session
	 */
	public ResultSender(UUID session) {
		this.session = session;
	}

	/**
	 * Sends a result. Blocks until all parts but the last few were taken.
	 * @param client the state that both ends share
	 * @param result the encoded result
	 * @throws InterruptedException when the thread is interrupted; the parent then never
	 * gets the whole
	 */
	public void send(StateClient client, byte[] result) throws InterruptedException {
		ResultParts parts = new ResultParts(client, this.session);
		Reports reports = new Reports(client);
		int sent = 0;
		for (int from = 0; from < result.length; from += ResultParts.SIZE) {
			this.credits.acquire();
			parts.put(sent, Arrays.copyOfRange(result, from, Math.min(result.length, from + ResultParts.SIZE)));
			sent++;
			reports.tell(this.session, new Report(Kind.RETURNED, null, result.length, sent, null));
		}
	}

	/**
	 * Says that the parent has taken a part.
	 */
	public void taken() {
		this.credits.release();
	}

}
