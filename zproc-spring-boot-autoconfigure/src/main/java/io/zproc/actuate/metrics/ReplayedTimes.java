package io.zproc.actuate.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Timer;
import io.zproc.client.LatencyHistogram.Step;

/**
 * Gives a timer what a histogram has counted since the last time. The number and the sum
 * are exact; single times are the means of their steps, whose width is a quarter of the
 * time at the most.
 */
final class ReplayedTimes {

	private final Timer timer;

	/** What each source had counted, by the number of the step. */
	private final Map<String, Map<Integer, Step>> last = new HashMap<>();

	ReplayedTimes(Timer timer) {
		this.timer = timer;
	}

	Timer timer() {
		return this.timer;
	}

	void replay(String source, List<Step> steps) {
		Map<Integer, Step> known = this.last.computeIfAbsent(source, (key) -> new HashMap<>());
		for (Step step : steps) {
			Step before = known.getOrDefault(step.index(), new Step(step.index(), 0, 0));
			long count = step.count() - before.count();
			if (count > 0) {
				long nanos = Math.max(0, step.nanos() - before.nanos());
				for (long i = 1; i < count; i++) {
					this.timer.record(nanos / count, TimeUnit.NANOSECONDS);
				}
				this.timer.record(nanos / count + nanos % count, TimeUnit.NANOSECONDS);
				known.put(step.index(), step);
			}
		}
	}

}
