package io.zproc.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.zproc.ProcessState;
import io.zproc.SharedState;
import io.zproc.client.StateClient;
import org.jspecify.annotations.Nullable;

/**
 * What workers tell their parent, by way of the state server: that the worker runs, and
 * why it failed.
 *
 * @since 0.1.0
 */
public final class Reports {

	private final SharedState reports;

	/**
	 * Creates the reports.
	 * @param client the state that both ends share
	 */
	public Reports(StateClient client) {
		this.reports = client.reserved("$reports");
	}

	/**
	 * A report.
	 *
	 * @param state where the worker is in its life
	 * @param failure why it failed, {@code null} when it did not
	 * @param start how its start went, {@code null} when it is not told
	 */
	public record Report(ProcessState state, @Nullable String failure, @Nullable StartPhases start) {

		static @Nullable Report of(@Nullable Object value) {
			return (value instanceof Map<?, ?> map) ? new Report(ProcessState.valueOf(String.valueOf(map.get("state"))),
					(String) map.get("failure"), StartPhases.of(map.get("start"))) : null;
		}

	}

	/**
	 * Tells the parent.
	 * @param session the worker's session
	 * @param report what to tell
	 */
	public void tell(UUID session, Report report) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("state", report.state().name());
		map.put("failure", report.failure());
		StartPhases start = report.start();
		map.put("start", (start != null) ? start.toMap() : null);
		this.reports.put(session.toString(), map);
	}

	/**
	 * Takes the last report of a worker that has ended.
	 */
	@Nullable Report take(UUID session) {
		return Report.of(this.reports.remove(session.toString()));
	}

	SharedState state() {
		return this.reports;
	}

}
