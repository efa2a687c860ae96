package io.zproc.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

	/** What a JVM prints when it crashes, if the signal came from its own code. */
	private static final Pattern CRASH = Pattern.compile("#\\s+(SIG[A-Z]+) \\(0x[0-9a-f]+\\) at pc=.*");

	private ExitCodes() {
	}

	/**
	 * The exit code that a text names.
	 * @param text a number from 1 to 255, or the name of a signal
	 * @return the exit code, {@code null} when the text is neither
	 */
	static @Nullable Integer parse(String text) {
		String name = text.trim();
		for (Map.Entry<Integer, String> signal : SIGNALS.entrySet()) {
			if (signal.getValue().equalsIgnoreCase(name)) {
				return 128 + signal.getKey();
			}
		}
		if (!name.matches("[0-9]{1,3}")) {
			return null;
		}
		int code = Integer.parseInt(name);
		return (code >= 1 && code <= 255) ? code : null;
	}

	/**
	 * The exit code of the signal by which a JVM has crashed. It catches the signal
	 * itself, and exits with another code.
	 */
	static @Nullable Integer ofCrash(List<String> lastLines) {
		for (String line : lastLines) {
			Matcher matcher = CRASH.matcher(line);
			if (matcher.matches()) {
				return parse(matcher.group(1));
			}
		}
		return null;
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
		return who + " exited with " + exitCode + meaning + " after " + age.toMillis() + " ms";
	}

}
