package io.zproc.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many processes of each worker the application keeps, from its start on: each has a
 * number, those with the last numbers go first, and come back under the same ones.
 */
final class Scaling {

	private static final Logger logger = LoggerFactory.getLogger(Scaling.class);

	private final Maker maker;

	private final Map<String, Scale> scales = new LinkedHashMap<>();

	Scaling(Maker maker) {
		this.maker = maker;
	}

	/** Makes processes. */
	interface Maker {

		/**
		 * Gives the number of an instance to nobody else.
		 */
		int reserve(WorkerDefinition worker);

		SupervisedWorker<?> make(WorkerDefinition worker, int instance);

	}

	/** The processes of a worker. */
	private static final class Scale {

		private final WorkerDefinition worker;

		/** The numbers that belong to it; the first ones are those of its processes. */
		private final List<Integer> numbers = new ArrayList<>();

		private final List<SupervisedWorker<?>> processes = new ArrayList<>();

		private int wanted;

		private boolean isStarted;

		Scale(WorkerDefinition worker) {
			this.worker = worker;
			this.wanted = worker.autoStart() ? worker.instances() : 0;
			IntStream.rangeClosed(1, this.wanted).forEach(this.numbers::add);
		}

	}

	/**
	 * Starts workers, with the application. Does not wait for them to run.
	 * @throws LaunchException when one cannot be started; those before it run on
	 */
	synchronized void start(Collection<WorkerDefinition> workers) {
		List<Scale> started = workers.stream().map(this::scale).filter((scale) -> !scale.isStarted).toList();
		grow(started);
	}

	/**
	 * Starts or stops processes of a worker. Waits for the ends of those that it stops.
	 * @throws LaunchException when one cannot be started; those before it run on
	 */
	synchronized void scale(WorkerDefinition worker, int instances) {
		Scale scale = scale(worker);
		logger.info("Worker '{}' is scaled from {} to {} instances", worker.name(), scale.processes.size(), instances);
		scale.wanted = instances;
		if (scale.processes.size() > instances) {
			scale.isStarted = true;
			List<SupervisedWorker<?>> last = scale.processes.subList(instances, scale.processes.size());
			List<SupervisedWorker<?>> dismissed = List.copyOf(last);
			last.clear();
			dismissed.forEach(SupervisedWorker::dismiss);
			new OrderlyStop(SupervisedWorker::stopGrace).stop(dismissed);
		}
		else {
			grow(List.of(scale));
		}
	}

	/**
	 * Starts processes again that have ended, under their numbers; of a worker that has
	 * none, as many as it is to have.
	 * @param instance the number of the one that is meant, {@code null} for all
	 * @return whether there is one that is meant
	 * @throws LaunchException when one cannot be started
	 */
	synchronized boolean startAgain(WorkerDefinition worker, @Nullable Integer instance) {
		Scale scale = scale(worker);
		if (scale.processes.isEmpty() && instance == null) {
			scale(worker, Math.max(1, worker.instances()));
			return true;
		}
		boolean isThere = false;
		List<SupervisedWorker<?>> again = new ArrayList<>();
		for (int i = 0; i < scale.processes.size(); i++) {
			SupervisedWorker<?> present = scale.processes.get(i);
			if (instance == null || instance == present.instance()) {
				isThere = true;
				if (present.isOver()) {
					SupervisedWorker<?> made = this.maker.make(worker, present.instance());
					present.dismiss();
					made.keep();
					scale.processes.set(i, made);
					again.add(made);
				}
			}
		}
		startInOrder(again);
		return isThere;
	}

	private Scale scale(WorkerDefinition worker) {
		return this.scales.computeIfAbsent(worker.name(), (name) -> new Scale(worker));
	}

	private void grow(List<Scale> grown) {
		List<SupervisedWorker<?>> added = new ArrayList<>();
		try {
			// All versions are taken before the first one runs.
			for (Scale scale : grown) {
				scale.isStarted = true;
				while (scale.processes.size() < scale.wanted) {
					SupervisedWorker<?> made = this.maker.make(scale.worker, nextNumber(scale));
					made.keep();
					scale.processes.add(made);
					added.add(made);
				}
			}
			startInOrder(added);
		}
		catch (RuntimeException ex) {
			// What did not come to be is not kept, nor started by somebody else.
			List<SupervisedWorker<?>> unstarted = added.stream().filter((process) -> process.record() == null).toList();
			grown.forEach((scale) -> {
				scale.processes.removeAll(unstarted);
				scale.wanted = scale.processes.size();
			});
			unstarted.forEach(SupervisedWorker::askToStop);
			throw ex;
		}
	}

	private int nextNumber(Scale scale) {
		if (scale.numbers.size() == scale.processes.size()) {
			scale.numbers.add(this.maker.reserve(scale.worker));
		}
		return scale.numbers.get(scale.processes.size());
	}

	private void startInOrder(List<SupervisedWorker<?>> added) {
		List<SupervisedWorker<?>> independent = new ArrayList<>();
		for (SupervisedWorker<?> process : added) {
			List<SupervisedWorker<?>> others = this.scales.values()
				.stream()
				.flatMap((scale) -> scale.processes.stream())
				.filter((other) -> process.isAfter(other) && !other.wasReady())
				.toList();
			if (others.isEmpty()) {
				independent.add(process);
			}
			else {
				process.startAfter(others);
			}
		}
		independent.forEach(SupervisedWorker::start);
	}

}
