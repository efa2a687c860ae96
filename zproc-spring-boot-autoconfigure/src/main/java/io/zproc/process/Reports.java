package io.zproc.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.zproc.SharedState;
import io.zproc.client.StateClient;
import org.jspecify.annotations.Nullable;

/**
 * What workers tell their parent, by way of the state server: that the worker is ready,
 * that its method has returned, and why it failed.
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
	 * What has happened.
	 */
	public enum Kind {

		/** The worker is ready. */
		RUNNING,

		/** It has returned, and parts of its result can be taken. */
		RETURNED,

		/** It has thrown an exception. */
		THREW,

		/** It has thrown {@link io.zproc.ProcessExit}. */
		EXITED

	}

	/**
	 * A report.
	 *
	 * @param kind what has happened
	 * @param failure the exception that was thrown
	 * @param size how many bytes the result has
	 * @param sent how many parts of it were sent
	 * @param start how its start went, {@code null} when it is not told
	 */
	public record Report(Kind kind, @Nullable RemoteFailure failure, int size, int sent, @Nullable StartPhases start) {

		/**
		 * A report without more to say.
		 * @param kind what has happened
		 * @return the report
		 */
		public static Report of(Kind kind) {
			return new Report(kind, null, 0, 0, null);
		}

		/**
		 * A report of a start.
		 * @param start how the start went
		 * @return the report
		 */
		public static Report of(StartPhases start) {
			return new Report(Kind.RUNNING, null, 0, 0, start);
		}

		/**
		 * A report of an exception.
		 * @param failure the exception
		 * @return the report
		 */
		public static Report of(RemoteFailure failure) {
			return new Report(Kind.THREW, failure, 0, 0, null);
		}

		static @Nullable Report read(@Nullable Object value) {
			return (value instanceof Map<?, ?> map)
					? new Report(Kind.valueOf(String.valueOf(map.get("kind"))), RemoteFailure.of(map.get("failure")),
							number(map.get("size")), number(map.get("sent")), StartPhases.of(map.get("start")))
					: null;
		}

		private static int number(@Nullable Object value) {
			return (value instanceof Number number) ? number.intValue() : 0;
		}

	}

	/**
	 * Tells the parent.
	 * @param session the worker's session
	 * @param report what to tell
	 */
	public void tell(UUID session, Report report) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("kind", report.kind().name());
		map.put("failure", (report.failure() != null) ? report.failure().toMap() : null);
		map.put("size", report.size());
		map.put("sent", report.sent());
		StartPhases start = report.start();
		map.put("start", (start != null) ? start.toMap() : null);
		this.reports.put(session.toString(), map);
	}

	/**
	 * Takes the last report of a worker that has ended.
	 */
	@Nullable Report take(UUID session) {
		return Report.read(this.reports.remove(session.toString()));
	}

	SharedState state() {
		return this.reports;
	}

}
