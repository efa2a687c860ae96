package io.zproc.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A run that notes what the watch of heartbeats does to it.
 */
final class NotedRun implements WorkerHandle {

	private final List<String> done = new CopyOnWriteArrayList<>();

	private ProcessRecord record;

	private @Nullable Heartbeat ofThread;

	private boolean isWithoutRoom;

	NotedRun(ProcessRecord record) {
		this.record = record;
	}

	/**
	 * What was done to it: {@code hung}, {@code well}, {@code dump}, {@code fail ...}.
	 */
	List<String> done() {
		return this.done;
	}

	void change(ProcessRecord record) {
		this.record = record;
	}

	void tell(Heartbeat ofThread) {
		this.ofThread = ofThread;
	}

	/**
	 * Lets its machine have no room for another thread.
	 */
	void leaveNoRoom() {
		this.isWithoutRoom = true;
	}

	@Override
	public ProcessRecord record() {
		return this.record;
	}

	@Override
	public boolean hung(@Nullable Instant since) {
		this.record = this.record.hung(since);
		this.done.add((since != null) ? "hung" : "well");
		return true;
	}

	@Override
	public boolean dumpThreads() {
		if (this.isWithoutRoom) {
			throw new OutOfMemoryError("unable to create native thread");
		}
		return this.done.add("dump");
	}

	@Override
	public @Nullable Heartbeat heartbeat() {
		return this.ofThread;
	}

	@Override
	public boolean askUnlessOver() {
		throw new AssertionError();
	}

	@Override
	public void askToStop() {
		throw new AssertionError();
	}

	@Override
	public void end(Duration grace) {
		throw new AssertionError();
	}

	@Override
	public void fail(String reason, Duration grace) {
		this.done.add("fail within " + grace.toSeconds() + " s: " + reason);
	}

	@Override
	public void kill() {
		throw new AssertionError();
	}

}
