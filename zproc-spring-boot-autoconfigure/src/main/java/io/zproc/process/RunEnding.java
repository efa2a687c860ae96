package io.zproc.process;

import io.zproc.process.EndedRun.End;

/**
 * What the end of a run says to a person.
 */
final class RunEnding {

	/** What a JVM prints first when it crashes. */
	private static final String CRASH_LINE = "# A fatal error has been detected by the Java Runtime Environment:";

	private RunEnding() {
	}

	/**
	 * Says how a run has ended, in a sentence, with the last output of a process that
	 * died.
	 */
	static String describe(EndedRun run) {
		return summary(run) + ((run.end() == End.DIED) ? "; its last output:" + lines(run) : "");
	}

	private static String lines(EndedRun run) {
		return run.lastLines().isEmpty() ? " none" : "\n\t" + String.join("\n\t", run.lastLines());
	}

	/**
	 * The report of a crash: how the run has ended, what follows, and the last output.
	 */
	static String report(EndedRun run, Decision decision) {
		return summary(run) + "\n\tattempt " + run.record().attempt() + "; " + decision.describe()
				+ ((run.end() == End.DIED) ? "\n\tlast output:" + lines(run) : "");
	}

	/**
	 * The note of an end that is no crash.
	 */
	static String note(EndedRun run, Decision decision) {
		return run.record().called() + " exited with " + run.record().exitCode() + " after " + run.lifetime().toMillis()
				+ " ms" + ((decision.delay() != null) ? "; " + decision.describe() : "");
	}

	/**
	 * Adds how the last run has ended, in a line.
	 */
	static String withLast(String why, EndedRun last) {
		return why + "; its last run: " + summary(last).lines().findFirst().orElse("");
	}

	/**
	 * Says that there are no more restarts.
	 */
	static String givenUp(ProcessRecord record, Decision decision) {
		return "Worker '" + record.key() + "' has failed for good in attempt " + record.attempt() + ": "
				+ decision.reason();
	}

	private static String summary(EndedRun run) {
		ProcessRecord record = run.record();
		String who = record.called();
		String after = " after " + run.lifetime().toMillis() + " ms";
		Integer exitCode = record.exitCode();
		if (run.reason() != null) {
			return who + " was ended" + after + ", because " + run.reason() + " (exit code " + exitCode + ")";
		}
		if (run.end() == End.THREW && run.failure() != null) {
			return who + " exited with " + exitCode + after + ": " + run.failure().describe();
		}
		if (run.end() == End.STOPPED) {
			return who + " was stopped" + after + ", before its method returned"
					+ ((exitCode != null) ? " (exit code " + exitCode + ")" : "");
		}
		if (run.end() == End.EXITED || exitCode == null) {
			return who + " ended itself with exit code " + exitCode + after + " (ProcessExit)";
		}
		return (run.end() == End.RETURNED) ? who + " exited with " + exitCode + after : died(run, who, exitCode);
	}

	private static String died(EndedRun run, String who, int exitCode) {
		String heap = "zproc.workers." + run.record().name() + ".max-heap";
		if (run.isOutOfMemory()) {
			return who + " exited with " + exitCode
					+ ((exitCode == ExitCodes.KILLED)
							? " (SIGKILL: the kernel's out-of-memory killer struck in this control group) after "
									+ run.lifetime().toMillis() + " ms; give the container more memory, or lower "
							: " (OutOfMemoryError) after " + run.lifetime().toMillis() + " ms; raise ")
					+ heap;
		}
		if (run.lastLines().contains(CRASH_LINE)) {
			return who + " exited with " + exitCode + " (the JVM crashed, in native code or its own) after "
					+ run.lifetime().toMillis() + " ms; its output names the file with the report";
		}
		String description = ExitCodes.describe(who, run.record().pid(), exitCode, run.lifetime(), heap);
		return (run.signal() == null) ? description + ", before its method returned (System.exit in its code?)"
				: description;
	}

}
