package io.zproc.process;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an exit code says to a person.
 */
final class ExitCodes {

	/** What a JVM with {@code -XX:+ExitOnOutOfMemoryError} exits with. */
	static final int OUT_OF_MEMORY = 3;

	static final int KILLED = 137;

	/** Those that have the same number on all of Linux's platforms that Java runs on. */
	private static final Map<Integer, String> SIGNALS = Map.ofEntries(Map.entry(1, "SIGHUP"), Map.entry(2, "SIGINT"),
			Map.entry(3, "SIGQUIT"), Map.entry(4, "SIGILL"), Map.entry(5, "SIGTRAP"), Map.entry(6, "SIGABRT"),
			Map.entry(8, "SIGFPE"), Map.entry(9, "SIGKILL"), Map.entry(11, "SIGSEGV"), Map.entry(13, "SIGPIPE"),
			Map.entry(14, "SIGALRM"), Map.entry(15, "SIGTERM"));

	private ExitCodes() {
	}

	/**
	 * Whether the process was asked to end, by Ctrl-C or by SIGTERM, from wherever.
	 */
	static boolean isRequest(int exitCode) {
		return exitCode == 130 || exitCode == 143;
	}

	/**
	 * The signal that an exit code stands for.
	 */
	static @Nullable String signal(int exitCode) {
		return (exitCode > 128 && exitCode <= 128 + 64)
				? SIGNALS.getOrDefault(exitCode - 128, "signal " + (exitCode - 128)) : null;
	}

	static String describe(String who, long pid, int exitCode, Duration age, String heapProperty) {
		String meaning = switch (exitCode) {
			case OUT_OF_MEMORY -> " (out of memory?); raise " + heapProperty;
			case 134 -> " (SIGABRT: the JVM crashed, see hs_err_pid" + pid + ".log)";
			case KILLED -> " (SIGKILL: killed, perhaps because the machine ran out of memory)";
			case 139 -> " (SIGSEGV: a crash in native code)";
			default -> {
				String signal = signal(exitCode);
				yield (signal != null) ? " (" + signal + ")" : "";
			}
		};
		return who + " (pid " + pid + ") exited with " + exitCode + meaning + " after " + age.toMillis() + " ms";
	}

}
