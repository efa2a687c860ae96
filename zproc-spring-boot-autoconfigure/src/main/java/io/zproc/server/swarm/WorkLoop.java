package io.zproc.server.swarm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

import io.zproc.protocol.SwarmCalls;
import io.zproc.protocol.SwarmMessage;
import io.zproc.protocol.SwarmMessage.Finished;
import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.protocol.SwarmMessage.Recall;
import io.zproc.protocol.SwarmMessage.Returned;
import io.zproc.protocol.SwarmMessage.Welcome;
import io.zproc.protocol.SwarmMessage.Withdraw;
import io.zproc.protocol.SwarmMessage.Work;
import org.jspecify.annotations.Nullable;

/**
 * What a process of a swarm does: one chunk after the other, on the thread that calls
 * {@link #run}. What it has not begun it gives back when it is asked to.
 *
 * @since 0.1.0
 */
public final class WorkLoop implements SwarmLink.Receiver {

	/** What a message has beside its values. */
	private static final int HEADER_BYTES = 1_024;

	private final Runner runner;

	private final Deque<Work> waiting = new ArrayDeque<>();

	private @Nullable Work current;

	private @Nullable Thread thread;

	private @Nullable SwarmLink link;

	private boolean isWithdrawn;

	private boolean isLast;

	private @Nullable String lost;

	private int maxMessageBytes = Integer.MAX_VALUE;

	/**
	 * Makes the calls.
	 */
	public interface Runner {

		/**
		 * Makes one call.
		 * @param method the name of the method
		 * @param arguments the encoded arguments
		 * @param trace the trace that it belongs to, empty for none
		 * @return the encoded result
		 * @throws Exception what the method throws
		 */
		byte[] call(String method, byte[] arguments, String trace) throws Exception;

		/**
		 * Describes an exception.
		 * @param failure the exception
		 * @return its encoded description
		 */
		byte[] failure(Throwable failure);

	}

	/**
	 * Creates a loop.
	 * @param runner makes the calls
	 */
	public WorkLoop(Runner runner) {
		this.runner = runner;
	}

	// On the link's thread

	@Override
	public synchronized void received(SwarmMessage message) {
		if (message instanceof Work work) {
			this.waiting.add(work);
		}
		else if (message instanceof Withdraw withdraw) {
			withdraw(withdraw.chunk());
		}
		else if (message instanceof Recall recall) {
			this.isLast |= recall.isLast();
			giveBack(this.waiting.stream().map(Work::chunk).toList());
		}
		else if (message instanceof Welcome welcome) {
			this.maxMessageBytes = welcome.maxMessageBytes();
		}
		notifyAll();
	}

	private void giveBack(List<Long> chunks) {
		this.waiting.removeIf((work) -> chunks.contains(work.chunk()));
		if (this.link != null) {
			this.link.send(new Returned(chunks));
		}
	}

	private void withdraw(long chunk) {
		Work running = this.current;
		if (running != null && running.chunk() == chunk) {
			this.isWithdrawn = true;
			if (this.thread != null) {
				this.thread.interrupt();
			}
		}
		else if (this.waiting.stream().anyMatch((work) -> work.chunk() == chunk)) {
			giveBack(List.of(chunk));
		}
	}

	@Override
	public synchronized void lost(String why) {
		this.lost = why;
		this.isWithdrawn = true;
		if (this.current != null && this.thread != null) {
			this.thread.interrupt();
		}
		notifyAll();
	}

	// On the thread of the process

	/**
	 * Works until it is told to leave, or the swarm is lost.
	 * @param connect makes the link to the swarm, which is closed at the end
	 * @throws InterruptedException when the thread is interrupted by others: what it was
	 * at is not ended
	 */
	public void run(Function<SwarmLink.Receiver, SwarmLink> connect) throws InterruptedException {
		SwarmLink opened;
		synchronized (this) {
			this.thread = Thread.currentThread();
			opened = connect.apply(this);
			this.link = opened;
		}
		try (opened) {
			for (Work work = next(); work != null; work = next()) {
				opened.send(run(work));
			}
		}
	}

	private synchronized @Nullable Work next() throws InterruptedException {
		while (this.waiting.isEmpty() && !this.isLast && this.lost == null) {
			wait();
		}
		Work work = (this.lost == null) ? this.waiting.poll() : null;
		this.current = work;
		this.isWithdrawn = false;
		return work;
	}

	private Finished run(Work work) throws InterruptedException {
		List<byte[]> results = new ArrayList<>();
		Throwable failure = null;
		try {
			SwarmCalls calls = SwarmCalls.decode(work.calls());
			for (byte[] arguments : calls.values()) {
				results.add(this.runner.call(work.method(), arguments, calls.trace()));
				if (isWithdrawn()) {
					break;
				}
			}
		}
		catch (Throwable ex) {
			failure = ex;
		}
		boolean withdrawn = ended();
		if (withdrawn) {
			return new Finished(work.chunk(), Outcome.CANCELLED, results.size(), new byte[0]);
		}
		if (failure instanceof InterruptedException interrupted) {
			throw interrupted;
		}
		return finished(work, results, failure);
	}

	private Finished finished(Work work, List<byte[]> results, @Nullable Throwable failure) {
		if (failure == null) {
			byte[] all = new SwarmCalls(results, null).encode();
			if (all.length <= this.maxMessageBytes - HEADER_BYTES) {
				return new Finished(work.chunk(), Outcome.OK, results.size(), all);
			}
			failure = new IllegalStateException("The results of a chunk of " + results.size() + " calls of '"
					+ work.method() + "' take " + all.length + " bytes (expected: <= "
					+ (this.maxMessageBytes - HEADER_BYTES) + "; give it fewer calls at once)");
		}
		byte[] described = new SwarmCalls(List.of(), this.runner.failure(failure)).encode();
		return new Finished(work.chunk(), Outcome.FAILED, results.size(), described);
	}

	private synchronized boolean isWithdrawn() {
		return this.isWithdrawn;
	}

	/**
	 * From here on a withdrawal comes too late; its interrupt was meant for the call.
	 */
	private synchronized boolean ended() {
		this.current = null;
		if (this.isWithdrawn) {
			Thread.interrupted();
		}
		return this.isWithdrawn;
	}

}
