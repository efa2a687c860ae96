package io.zproc.actuate.metrics;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.zproc.actuate.metrics.Growth.Reached;
import io.zproc.watch.MeterReading;

/**
 * A forwarded meter that counts. Number and sum are exact, and so is a new maximum;
 * otherwise single values are the mean of those that came together.
 */
final class CountedMeter {

	private final Meter meter;

	private final Growth growth = new Growth();

	private CountedMeter(Meter meter) {
		this.meter = meter;
	}

	/**
	 * Registers a meter.
	 * @throws IllegalArgumentException when there is one of another kind
	 */
	static CountedMeter register(MeterReading reading, Tags tags, MeterRegistry registry) {
		return new CountedMeter(switch (reading.kind()) {
			case COUNTER -> Counter.builder(reading.name())
				.tags(tags)
				.description(reading.description())
				.baseUnit(reading.unit())
				.register(registry);
			case TIMER ->
				Timer.builder(reading.name()).tags(tags).description(reading.description()).register(registry);
			case SUMMARY -> DistributionSummary.builder(reading.name())
				.tags(tags)
				.description(reading.description())
				.baseUnit(reading.unit())
				.register(registry);
			case GAUGE -> throw new IllegalArgumentException("A gauge does not count: " + reading.name());
		});
	}

	Meter meter() {
		return this.meter;
	}

	void forget(Owner owner) {
		this.growth.forget(owner);
	}

	void replay(Owner owner, String source, MeterReading reading) {
		Reached before = this.growth.reached(owner, source, reading);
		double total = Math.max(0, reading.total() - before.total());
		if (this.meter instanceof Counter counter) {
			if (total > 0) {
				counter.increment(total);
				this.growth.reach(owner, source, reading);
			}
			return;
		}
		long count = reading.count() - before.count();
		if (count > 0) {
			boolean hasNewMax = reading.max() > before.max() && reading.max() <= total;
			if (hasNewMax && count > 1) {
				record(reading.max());
				spread(count - 1, total - reading.max());
			}
			else {
				spread(count, total);
			}
			this.growth.reach(owner, source, reading);
		}
	}

	private void spread(long count, double total) {
		double each = (this.meter instanceof Timer) ? Math.floor(total / count) : total / count;
		for (long i = 1; i < count; i++) {
			record(each);
		}
		record(Math.max(0, total - each * (count - 1)));
	}

	private void record(double value) {
		if (this.meter instanceof Timer timer) {
			timer.record(Math.round(value), TimeUnit.NANOSECONDS);
		}
		else if (this.meter instanceof DistributionSummary summary) {
			summary.record(value);
		}
	}

}
