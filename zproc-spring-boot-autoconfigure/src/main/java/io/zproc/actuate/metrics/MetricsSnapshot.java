package io.zproc.actuate.metrics;

import java.util.List;
import java.util.Map;

import io.zproc.SwarmProgress;
import io.zproc.client.LatencyHistogram.Step;
import io.zproc.client.RequestStatistics.Kind;
import io.zproc.protocol.Reply.ServerStatistics;
import io.zproc.watch.MeterReading;
import io.zproc.watch.WatcherTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * What there is to be seen at one time.
 *
 * @param statistics the state server, {@code null} when it did not answer
 * @param processes the processes that are remembered
 * @param requests how long requests took
 * @param watchers the watchers
 * @param meters the application's own meters in its workers' processes
 * @param swarms the swarms by their names
 */
record MetricsSnapshot(@Nullable ServerStatistics statistics, List<ProcessSample> processes,
		List<RequestSample> requests, List<WatcherSample> watchers, List<MeterSample> meters,
		Map<String, SwarmProgress> swarms) {

	/**
	 * A process.
	 *
	 * @param owner which one
	 * @param state where it is in its life, the name of a state
	 * @param attempt how often it was started
	 * @param use what it takes of the machine, {@code null} when it has no process of its
	 * own, or none any more
	 */
	record ProcessSample(Owner owner, String state, int attempt, @Nullable Use use) {

	}

	/**
	 * Requests of a session.
	 *
	 * @param source where the numbers grow
	 * @param owner who has asked
	 * @param kind for what
	 * @param steps how long that took
	 */
	record RequestSample(String source, Owner owner, Kind kind, List<Step> steps) {

	}

	/**
	 * A watcher.
	 *
	 * @param source where its numbers grow
	 * @param owner in which process it runs
	 * @param telemetry the numbers
	 */
	record WatcherSample(String source, Owner owner, WatcherTelemetry telemetry) {

	}

	/**
	 * One of the application's own meters.
	 *
	 * @param source where its numbers grow
	 * @param owner in which process it is
	 * @param isPresent whether that process is there now
	 * @param reading what it shows
	 */
	record MeterSample(String source, Owner owner, boolean isPresent, MeterReading reading) {

	}

}
