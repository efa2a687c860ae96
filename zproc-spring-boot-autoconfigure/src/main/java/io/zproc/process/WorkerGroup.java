package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.zproc.Restart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that are started again together: stops those that shall be, and starts them
 * when all have ended.
 */
final class WorkerGroup {

	private static final Logger logger = LoggerFactory.getLogger(WorkerGroup.class);

	/**
	 * Ends runs for the sake of the group, in reverse order, as OTP's supervisor does.
	 */
	private static final OrderlyStop.Ending PAUSE = new OrderlyStop.Ending() {

		@Override
		public boolean isFirst(SupervisedWorker<?> one, SupervisedWorker<?> another) {
			return rank(one) > rank(another);
		}

		@Override
		public boolean begin(SupervisedWorker<?> worker) {
			return worker.runs().isRunning();
		}

		@Override
		public void end(SupervisedWorker<?> worker, Duration grace) {
			if (isTemporary(worker)) {
				worker.stop(grace);
			}
			else {
				worker.runs().pause(grace);
			}
		}

	};

	/** What a group needs of its surroundings. */
	record Surroundings(Executor threads, ScheduledExecutorService timer, LongSupplier nanoTime, GivingUp givingUp,
			Supplier<List<SupervisedWorker<?>>> workers) {

	}

	private final String name;

	private final WorkerDefinition first;

	private final Surroundings surroundings;

	private final GroupRestarts<SupervisedWorker<?>> restarts;

	/**
	 * Creates a group without members.
	 * @param first one of its workers: its limits are those of all
	 */
	WorkerGroup(GroupMember place, WorkerDefinition first, Surroundings surroundings) {
		this.name = place.group();
		this.first = first;
		this.surroundings = surroundings;
		this.restarts = new GroupRestarts<>(this.name, place.strategy(), first.restarts().limits(), WorkerGroup::rank);
	}

	private static int rank(SupervisedWorker<?> worker) {
		GroupMember place = worker.worker().group();
		return (place != null) ? place.rank() : 0;
	}

	/**
	 * Whether a worker is never started again, as a temporary child of OTP's supervisor.
	 */
	private static boolean isTemporary(SupervisedWorker<?> worker) {
		return worker.worker().restarts().policy() == Restart.NEVER;
	}

	void join(SupervisedWorker<?> worker) {
		this.restarts.join(worker);
	}

	void leave(SupervisedWorker<?> worker) {
		this.restarts.leave(worker);
	}

	/**
	 * What the group decides for a worker.
	 */
	Together member(SupervisedWorker<?> worker) {
		return new Together() {

			@Override
			public Decision died(@Nullable Duration ranFor, long nowNanos) {
				return WorkerGroup.this.restarts.died(worker, worker.label(), ranFor, nowNanos);
			}

			@Override
			public Decision paused(long nowNanos) {
				return WorkerGroup.this.restarts.paused(nowNanos);
			}

			@Override
			public boolean holds() {
				return WorkerGroup.this.restarts.holds(worker);
			}

			@Override
			public boolean isEnding() {
				return WorkerGroup.this.restarts.isGivenUp();
			}

			@Override
			public void again() {
				WorkerGroup.this.again(worker);
			}

			@Override
			public void givenUp(String why, EndedRun last) {
				WorkerGroup.this.givenUp(worker, why, last);
			}

		};
	}

	private void again(SupervisedWorker<?> worker) {
		int number = this.restarts.begin(worker);
		if (number > 0) {
			this.surroundings.threads().execute(() -> stop(worker, number));
		}
		else if (this.restarts.isLate(worker)) {
			this.surroundings.timer().execute(() -> start(this.restarts.number(), List.of(worker)));
		}
	}

	private void stop(SupervisedWorker<?> cause, int number) {
		List<SupervisedWorker<?>> affected = this.restarts.due();
		affected.stream().filter((worker) -> !worker.isRunning() || isTemporary(worker)).forEach(this.restarts::spare);
		List<SupervisedWorker<?>> due = this.restarts.due();
		logger.warn("Group '{}' is started again because of worker '{}' (restart {}): {}", this.name, cause.label(),
				number, due.stream().map(SupervisedWorker::label).toList());
		new OrderlyStop(SupervisedWorker::stopGrace, PAUSE).stop(affected);
		Duration delay = this.restarts.delay(this.surroundings.nanoTime().getAsLong());
		var unused = this.surroundings.timer().schedule(() -> {
			if (this.restarts.start(number)) {
				start(number, this.restarts.due());
			}
		}, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void start(int number, List<SupervisedWorker<?>> due) {
		due.forEach((worker) -> worker.runs().gate().again());
		for (SupervisedWorker<?> worker : due) {
			List<SupervisedWorker<?>> needed = this.surroundings.workers()
				.get()
				.stream()
				.filter((other) -> worker.isAfter(other) && !other.wasReady()
						&& (other.isKept() || due.contains(other)))
				.toList();
			worker.startAgainAfter(needed, () -> this.restarts.launch(number, worker));
		}
	}

	/**
	 * All members are ended, as failed: they are of no use without each other.
	 */
	private void givenUp(SupervisedWorker<?> cause, String why, EndedRun last) {
		if (!this.restarts.endAll()) {
			return;
		}
		List<SupervisedWorker<?>> others = this.restarts.members()
			.stream()
			.filter((member) -> member != cause && member.isRunning())
			.toList();
		logger.error("Group '{}' has failed for good because of worker '{}'; {} are stopped", this.name, cause.label(),
				others.stream().map(SupervisedWorker::label).toList());
		this.surroundings.givingUp().groupFailedForGood(this.name, this.first, why, last);
		String reason = this.restarts.giveUp("its group '" + this.name + "' has failed for good: " + why);
		this.restarts.members()
			.stream()
			.filter((member) -> member != cause && !others.contains(member))
			.forEach(this.restarts::excuse);
		this.surroundings.threads()
			.execute(() -> new OrderlyStop(SupervisedWorker::stopGrace, new OrderlyStop.Ending() {

				@Override
				public boolean isFirst(SupervisedWorker<?> one, SupervisedWorker<?> another) {
					return rank(one) > rank(another);
				}

				@Override
				public boolean begin(SupervisedWorker<?> worker) {
					return !worker.isOver();
				}

				@Override
				public void end(SupervisedWorker<?> worker, Duration grace) {
					worker.runs().giveUp(reason, grace);
				}

			}).stop(others));
	}

}
