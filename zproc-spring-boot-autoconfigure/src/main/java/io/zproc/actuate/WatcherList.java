package io.zproc.actuate;

import java.util.Comparator;
import java.util.Map;
import java.util.List;
import java.util.TreeMap;

import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import io.zproc.process.LaunchException;
import io.zproc.process.RunEntries;
import io.zproc.watch.TelemetryReport;
import io.zproc.watch.WatcherStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watchers of the application, and those of its workers as they have reported last.
 */
final class WatcherList {

	private static final Logger logger = LoggerFactory.getLogger(WatcherList.class);

	private final EndpointParts parts;

	WatcherList(EndpointParts parts) {
		this.parts = parts;
	}

	/**
	 * All watchers.
	 * @param isServerThere whether the state server can be asked
	 */
	List<WatcherStatus> all(boolean isServerThere) {
		Map<String, WatcherStatus> all = new TreeMap<>(Comparator.naturalOrder());
		if (isServerThere && this.parts.connection().isConnected()) {
			reported(all);
		}
		this.parts.workers()
			.telemetry()
			.values()
			.forEach((watcher) -> all.put(watcher.status().name(), watcher.status()));
		this.parts.watchers().statuses().forEach((watcher) -> all.put(watcher.name(), watcher));
		return List.copyOf(all.values());
	}

	private void reported(Map<String, WatcherStatus> all) {
		StateClient client = this.parts.connection().client();
		try {
			RunEntries.read(client, RunEntries.TELEMETRY, this.parts.supervisor().run())
				.forEach((report) -> TelemetryReport.of(report)
					.watchers()
					.forEach((watcher) -> all.put(watcher.status().name(), watcher.status())));
		}
		catch (LaunchException ex) {
			logger.trace("Nothing has been started yet", ex);
		}
		catch (ZProcException ex) {
			logger.debug("What workers have reported cannot be read", ex);
		}
	}

}
