package io.zproc.actuate.page;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zproc.actuate.LiveView;
import io.zproc.actuate.metrics.ProcessUse;
import io.zproc.actuate.metrics.Use;
import io.zproc.actuate.metrics.UseHistory;
import org.jspecify.annotations.Nullable;

/**
 * The server, the namespaces, the watchers and the processes, with what each takes of the
 * machine: looked at once a second at the most, however many pages are open.
 */
final class Overview {

	private static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

	private final LiveView view;

	private final ProcessUse use = new ProcessUse();

	private final UseHistory history;

	private final String startedAt = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime())
		.toString();

	private @Nullable ObjectNode last;

	private long lookedNanos;

	Overview(LiveView view, UseHistory history) {
		this.view = view;
		this.history = history;
	}

	/**
	 * What the processes took before somebody looked at them.
	 */
	ObjectNode past() {
		return PageJson.tree(this.history.points(System.nanoTime()));
	}

	synchronized ObjectNode now() {
		ObjectNode known = this.last;
		if (known == null || System.nanoTime() - this.lookedNanos > MAX_AGE_NANOS) {
			known = look();
			this.last = known;
			this.lookedNanos = System.nanoTime();
		}
		return known;
	}

	private ObjectNode look() {
		ObjectNode overview = PageJson.tree(this.view.overview());
		ObjectNode application = overview.putObject("application");
		application.put("pid", ProcessHandle.current().pid());
		application.put("startedAt", this.startedAt);
		measure(application);
		measure(overview.get("server"));
		overview.get("processes").forEach(this::measureTree);
		this.use.looked();
		return overview;
	}

	private void measureTree(JsonNode process) {
		if (process.path("endedAt").isNull()) {
			measure(process);
		}
		process.path("children").forEach(this::measureTree);
	}

	private void measure(JsonNode process) {
		long pid = process.path("pid").asLong();
		Use taken = (pid > 0) ? this.use.of(pid, null) : null;
		if (taken != null && process instanceof ObjectNode node) {
			node.put("cpu", taken.cpu());
			node.put("rss", taken.rss());
		}
	}

}
