package io.zproc.process;

import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log where a debugger can be attached to a worker's JVM, which has chosen a
 * free port, as soon as it says so.
 */
final class DebugPort implements Consumer<String> {

	private static final Logger logger = LoggerFactory.getLogger(DebugPort.class);

	/** What a JVM prints, before anything else. */
	private static final String LISTENING = "Listening for transport dt_socket at address: ";

	private final String label;

	/** The method could print the same; only the output's thread uses it. */
	private boolean isKnown;

	DebugPort(String label) {
		this.label = label;
	}

	/**
	 * Whether a worker's JVM can be debugged.
	 */
	enum Debugging {

		/** It cannot. */
		OFF,

		/** It runs, with or without a debugger. */
		RUNNING,

		/** It waits until a debugger lets it run. */
		SUSPENDED;

		static Debugging of(boolean isOn, boolean isSuspended) {
			return !isOn ? OFF : isSuspended ? SUSPENDED : RUNNING;
		}

	}

	static String option(Debugging debugging) {
		return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=" + ((debugging == Debugging.SUSPENDED) ? "y" : "n")
				+ ",address=127.0.0.1:0";
	}

	@Override
	public void accept(String line) {
		if (!this.isKnown && line.startsWith(LISTENING)) {
			this.isKnown = true;
			String port = line.substring(line.lastIndexOf(':') + 1).trim();
			logger.info("Worker '{}' can be debugged: attach to 127.0.0.1:{}, such as with jdb -attach 127.0.0.1:{}",
					this.label, port, port);
		}
	}

}
