package io.zproc.actuate.metrics;

import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.zproc.Origin;
import io.zproc.worker.WorkerRuntime;

/**
 * Gives the application's own meters the tags that the same meters of its workers have,
 * because some monitoring systems, such as Prometheus, take only the same tags for one
 * name. It does nothing in a worker's process.
 *
 * @since 0.1.0
 */
public final class ApplicationTags implements MeterFilter {

	private final List<String> prefixes;

	/**
	 * Creates a filter.
	 * @param prefixes what the names of forwarded meters begin with
	 */
	public ApplicationTags(List<String> prefixes) {
		this.prefixes = List.copyOf(prefixes);
	}

	@Override
	public Meter.Id map(Meter.Id id) {
		if (WorkerRuntime.current() != null || this.prefixes.stream().noneMatch(id.getName()::startsWith)) {
			return id;
		}
		return id.replaceTags(Owner.of(Origin.ofApplication(0)).tags().and(Tags.of(id.getTags())));
	}

}
