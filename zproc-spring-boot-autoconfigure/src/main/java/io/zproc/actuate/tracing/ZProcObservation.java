package io.zproc.actuate.tracing;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;
import io.zproc.client.Tracing.Step;
import org.jspecify.annotations.Nullable;

/**
 * What is observed. Each of these is a part of a trace that was there before: what no
 * trace has led to is not observed.
 *
 * @since 0.1.0
 */
public enum ZProcObservation implements ObservationDocumentation {

	/** Processes of a worker are started, and handed over to their own runs. */
	SPAWN("zproc.spawn", "spawn", LowCardinality.WORKER, HighCardinality.NAMESPACE),

	/** The method of a worker is run in the process that was started; each retry anew. */
	WORKER_RUN("zproc.worker.run", "run", LowCardinality.WORKER, HighCardinality.NAMESPACE),

	/** A task, or a chunk of a stream, is given to a swarm. */
	SWARM_SUBMIT("zproc.swarm.submit", "submit", LowCardinality.WORKER, HighCardinality.SWARM),

	/** One call of a task is made in a process of the swarm. */
	SWARM_TASK("zproc.swarm.task", "task", LowCardinality.WORKER, HighCardinality.SWARM),

	/** A change of the state is committed, or is refused by its conditions. */
	STATE_CHANGE("zproc.state.change", "change", null, HighCardinality.NAMESPACE),

	/** A watcher is called for a change. */
	WATCHER_CALL("zproc.watcher.call", "watch", LowCardinality.WATCHER, HighCardinality.NAMESPACE);

	private final String observationName;

	private final String verb;

	private final @Nullable LowCardinality who;

	private final HighCardinality place;

	ZProcObservation(String observationName, String verb, @Nullable LowCardinality who, HighCardinality place) {
		this.observationName = observationName;
		this.verb = verb;
		this.who = who;
		this.place = place;
	}

	static ZProcObservation ofSender(Step step) {
		return switch (step) {
			case SPAWN -> SPAWN;
			case TASK -> SWARM_SUBMIT;
			case CHANGE -> STATE_CHANGE;
		};
	}

	static ZProcObservation ofReceiver(Step step) {
		return switch (step) {
			case SPAWN -> WORKER_RUN;
			case TASK -> SWARM_TASK;
			case CHANGE -> WATCHER_CALL;
		};
	}

	@Override
	public String getName() {
		return this.observationName;
	}

	String verb() {
		return this.verb;
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return StepConvention.class;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return (this.who != null) ? new KeyName[] { this.who } : new KeyName[0];
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return new KeyName[] { this.place };
	}

	/**
	 * Keys whose values the application's code names.
	 */
	public enum LowCardinality implements KeyName {

		/** The name of the worker whose method is run or called. */
		WORKER("worker"),

		/** The name of the watcher; {@code none} for one without a name. */
		WATCHER("watcher");

		private final String key;

		LowCardinality(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys whose values may be made up at run time, in any number: of spans only, not of
	 * meters.
	 */
	public enum HighCardinality implements KeyName {

		/** The namespace of the worker, or of the change. */
		NAMESPACE("namespace"),

		/** The name of the swarm. */
		SWARM("swarm");

		private final String key;

		HighCardinality(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
