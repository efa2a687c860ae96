package io.zproc.process;

import java.time.Duration;

/**
 * What an exit code says to a person.
 */
final class ExitCodes {

	private ExitCodes() {
	}

	/**
	 * Whether the process was asked to end, by Ctrl-C or by SIGTERM, from wherever.
	 */
	static boolean isRequest(int exitCode) {
		return exitCode == 130 || exitCode == 143;
	}

	static String describe(String who, long pid, int exitCode, Duration age, String heapProperty) {
		String meaning = switch (exitCode) {
			case 3 -> " (out of memory?); raise " + heapProperty;
			case 134 -> " (SIGABRT: the JVM crashed, see hs_err_pid" + pid + ".log)";
			case 137 -> " (SIGKILL: killed, perhaps because the machine ran out of memory)";
			case 139 -> " (SIGSEGV: a crash in native code)";
			case 143 -> " (SIGTERM)";
			default -> (exitCode > 128) ? " (signal " + (exitCode - 128) + ")" : "";
		};
		return who + " (pid " + pid + ") exited with " + exitCode + meaning + " after " + age.toMillis() + " ms";
	}

}
