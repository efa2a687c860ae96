package io.zproc.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a JVM print the stacks of its threads, which needs none of them.
 */
final class ThreadDump {

	private static final Logger logger = LoggerFactory.getLogger(ThreadDump.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private ThreadDump() {
	}

	/**
	 * Whether a JVM with these arguments does not take the signal for the end.
	 */
	static boolean isPossible(List<String> jvmArguments) {
		return jvmArguments.stream()
			.noneMatch((argument) -> argument.equals("-Xrs") || argument.contains("ReduceSignalUsage"));
	}

	/**
	 * Asks a JVM that has started for its stacks, which come with its output. Waits until
	 * that is said.
	 * @return whether they will come; not where there is no shell
	 */
	static boolean request(long pid) {
		try {
			Process kill = new ProcessBuilder("sh", "-c", "kill -s QUIT " + pid).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			kill.getOutputStream().close();
			if (kill.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				return kill.exitValue() == 0;
			}
			kill.destroyForcibly();
		}
		catch (IOException ex) {
			logger.debug("The threads of process {} cannot be seen: there is no shell", pid, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return false;
	}

}
