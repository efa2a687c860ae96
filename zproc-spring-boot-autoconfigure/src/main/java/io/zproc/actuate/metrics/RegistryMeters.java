package io.zproc.actuate.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.zproc.ProcessState;
import io.zproc.actuate.metrics.MetricsSnapshot.ProcessSample;
import io.zproc.actuate.metrics.MetricsSnapshot.RequestSample;
import io.zproc.actuate.metrics.MetricsSnapshot.WatcherSample;
import io.zproc.client.LatencyHistogram.Step;
import io.zproc.client.RequestStatistics.Operation;

/**
 * The meters of one registry that count: those of a process go some time after its end,
 * so that its last numbers are still read.
 */
final class RegistryMeters {

	private final MeterRegistry registry;

	private final Duration linger;

	private final RegistryGauges gauges;

	private final ForwardedMeters forwarded;

	private final Cardinality<Owner> owners;

	private final Cardinality<String> namespaces;

	private final Map<Key, ReplayedTimes> timers = new HashMap<>();

	/** Whose meters there are, and when they were seen last. */
	private final Map<Owner, Long> seenAtNanos = new HashMap<>();

	private final Map<Owner, Integer> attempts = new HashMap<>();

	private record Key(String name, Owner owner, Tags tags) {

	}

	RegistryMeters(MeterRegistry registry, MetricsSettings settings) {
		this.registry = registry;
		this.linger = settings.linger();
		this.owners = new Cardinality<>(settings.maxProcesses(), Owner.OTHER);
		this.namespaces = new Cardinality<>(settings.maxNamespaces(), MetricsSettings.OTHER);
		this.gauges = new RegistryGauges(registry, this.owners, this.namespaces);
		this.forwarded = new ForwardedMeters(registry, this.owners);
	}

	void update(MetricsSnapshot snapshot, long nowNanos) {
		Set<Owner> present = new HashSet<>();
		for (RequestSample sample : snapshot.requests()) {
			present.add(sample.owner());
			requests(sample);
		}
		for (WatcherSample sample : snapshot.watchers()) {
			present.add(sample.owner());
			Tags tags = Tags.of("watcher", sample.telemetry().status().name(), "namespace",
					this.namespaces.of(sample.telemetry().status().namespace()));
			replay("zproc.watcher.invocations", "How long calls of watchers took", sample.owner(), tags,
					sample.source(), sample.telemetry().calls());
		}
		for (ProcessSample process : snapshot.processes()) {
			restarts(process);
			// One that is to be started again keeps its meters, however long it waits.
			if (process.use() != null || process.state().equals(ProcessState.BACKING_OFF.name())) {
				present.add(process.owner());
			}
		}
		snapshot.meters().forEach((sample) -> present.add(sample.owner()));
		this.gauges.update(snapshot);
		this.forwarded.update(snapshot.meters());
		present.forEach((owner) -> this.seenAtNanos.put(owner, nowNanos));
		forget(nowNanos);
	}

	private void requests(RequestSample sample) {
		String namespace = this.namespaces.of(sample.kind().namespace());
		replay("zproc.state.requests", "How long the state server took to answer", sample.owner(),
				Tags.of("operation", sample.kind().operation().label(), "namespace", namespace), sample.source(),
				sample.steps());
		if (sample.kind().operation() == Operation.TAKE) {
			replay("zproc.state.turn.wait", "How long atomic functions waited for their turn", sample.owner(),
					Tags.of("namespace", namespace), sample.source(), sample.steps());
		}
	}

	private void replay(String name, String description, Owner owner, Tags tags, String source, List<Step> steps) {
		Owner shown = this.owners.of(owner);
		this.timers
			.computeIfAbsent(new Key(name, shown, tags), (key) -> new ReplayedTimes(
					Timer.builder(name).description(description).tags(tags.and(shown.tags())).register(this.registry)))
			.replay(source + "/" + owner, steps);
	}

	/**
	 * A worker's count goes on over its restarts, and its processes.
	 */
	private void restarts(ProcessSample process) {
		int before = this.attempts.getOrDefault(process.owner(), 1);
		if (process.owner().equals(Owner.SERVER)) {
			return;
		}
		Counter counter = Counter.builder("zproc.process.restarts")
			.description("How often processes of the worker were started again")
			.tag("worker", process.owner().worker())
			.register(this.registry);
		if (process.attempt() > before) {
			counter.increment(process.attempt() - before);
		}
		this.attempts.put(process.owner(), Math.max(before, process.attempt()));
	}

	private void forget(long nowNanos) {
		List<Owner> gone = new ArrayList<>();
		this.seenAtNanos.forEach((owner, at) -> {
			if (nowNanos - at > this.linger.toNanos()) {
				gone.add(owner);
			}
		});
		for (Owner owner : gone) {
			this.seenAtNanos.remove(owner);
			this.attempts.remove(owner);
			this.owners.forget(owner);
			this.forwarded.forget(owner);
			Iterator<Map.Entry<Key, ReplayedTimes>> all = this.timers.entrySet().iterator();
			while (all.hasNext()) {
				Map.Entry<Key, ReplayedTimes> entry = all.next();
				if (entry.getKey().owner().equals(owner)) {
					this.registry.remove(entry.getValue().timer());
					all.remove();
				}
			}
		}
	}

}
