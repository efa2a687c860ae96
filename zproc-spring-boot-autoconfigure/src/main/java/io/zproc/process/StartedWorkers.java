package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.zproc.ProcessState;
import io.zproc.client.StateClient;
import org.jspecify.annotations.Nullable;

/**
 * The workers that were started here and are not forgotten, and what there is to know of
 * them: their records here, and those on the state server, which are forgotten with them.
 * <p>
 * Any thread. The roster has a lock of its own, which is not held while the state server
 * or a worker is asked.
 */
final class StartedWorkers {

	private final Roster<SupervisedWorker<?>> roster;

	private final SharedRecords shared;

	/**
	 * Knows of no worker yet.
	 * @param client gives the state that the records are written to
	 * @param retention when those that have ended are forgotten
	 */
	StartedWorkers(Supplier<StateClient> client, Retention retention, LongSupplier nanoTime) {
		this.roster = new Roster<>(retention, nanoTime);
		this.shared = new SharedRecords(client, retention);
	}

	/**
	 * Adds one. It takes the place of the one that had its number before: scaling gives
	 * the number of one that was stopped again.
	 */
	void add(SupervisedWorker<?> added) {
		this.roster.forget((other) -> other.isSameInstance(added));
		this.roster.add(added);
	}

	/**
	 * All of them, in the order of their start.
	 */
	List<SupervisedWorker<?>> all() {
		return this.roster.all();
	}

	// Records

	/**
	 * The records of some.
	 */
	List<ProcessRecord> records(Predicate<SupervisedWorker<?>> wanted) {
		return all().stream().filter(wanted).map(SupervisedWorker::record).filter(Objects::nonNull).toList();
	}

	/**
	 * The records of those that the application is to have, which were not spawned, and
	 * that have failed for good: none of their runs follows.
	 */
	List<ProcessRecord> failed() {
		return records((worker) -> worker.isKept() && worker.isOver()).stream()
			.filter((record) -> record.state() == ProcessState.FAILED)
			.toList();
	}

	/**
	 * What the processes of one have written last.
	 * @param process its name, a dash, and the number of its instance
	 * @return the lines, {@code null} when there is no such worker
	 */
	@Nullable OutputTail output(String process) {
		return all().stream()
			.filter((worker) -> worker.isCalled(process))
			.map(SupervisedWorker::output)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Shares a record with all processes of the application.
	 */
	void share(String run, ProcessRecord record) {
		this.shared.put(run, record);
	}

	/**
	 * Tells all records again, to a state server that may not have the last ones.
	 */
	void tellAgain() {
		all().forEach(SupervisedWorker::tellAgain);
	}

	/**
	 * Tidies up on the state server after a process, and after those that it has started.
	 */
	void tidy(String run, ProcessRecord ended) {
		Set<String> own = records((worker) -> true).stream()
			.map((record) -> RunEntries.key(run, record.key()))
			.collect(Collectors.toSet());
		this.shared.tidy(run, ended, own);
	}

	// Ends

	/**
	 * Says that one has ended, and forgets those that are too many.
	 */
	void ended(SupervisedWorker<?> worker) {
		unshare(this.roster.ended(worker));
	}

	/**
	 * Forgets those whose time is over.
	 */
	void forget() {
		unshare(this.roster.forget());
	}

	/**
	 * Leaves the record of one whose number another one has now.
	 */
	private void unshare(List<SupervisedWorker<?>> forgotten) {
		for (SupervisedWorker<?> worker : forgotten) {
			ProcessRecord record = worker.record();
			if (record != null && all().stream().noneMatch(worker::isSameInstance)) {
				this.shared.remove(worker.run(), record);
			}
		}
	}

	/**
	 * Waits until all have ended, with those that are started meanwhile.
	 * @param timeout how long to wait for all of them
	 * @return whether all have ended
	 */
	boolean awaitEnd(Duration timeout) throws InterruptedException {
		long start = System.nanoTime();
		for (SupervisedWorker<?> running = running(); running != null; running = running()) {
			long left = timeout.toNanos() - (System.nanoTime() - start);
			if (left <= 0 || !running.awaitEnd(left)) {
				return false;
			}
		}
		return true;
	}

	private @Nullable SupervisedWorker<?> running() {
		return all().stream().filter(SupervisedWorker::isRunning).findFirst().orElse(null);
	}

}
