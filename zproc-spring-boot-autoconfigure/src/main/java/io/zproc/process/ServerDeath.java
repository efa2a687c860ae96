package io.zproc.process;

import java.time.Duration;
import java.util.List;

/**
 * The end of a state server that nobody has asked to end.
 *
 * @param pid its process id
 * @param exitCode its exit code, 128 and the signal's number when a signal ended it
 * @param lifetime how long it lived
 * @param lastLines its last output
 */
record ServerDeath(long pid, int exitCode, Duration lifetime, List<String> lastLines) {

	/**
	 * What happened, in a sentence.
	 */
	String what() {
		return ExitCodes.describe("The state server (pid " + this.pid + ")", this.pid, this.exitCode, this.lifetime,
				"zproc.server.max-heap");
	}

	/**
	 * What happened, with the last output.
	 * @param why why the server is not replaced, if it might be
	 */
	String report(String why) {
		return what() + why + ", and the shared state is lost. Its last output:"
				+ (this.lastLines.isEmpty() ? " none" : "\n\t" + String.join("\n\t", this.lastLines));
	}

	/**
	 * What to do about it.
	 */
	String action() {
		return (this.exitCode == ExitCodes.KILLED)
				? "See who killed it: when it was the system, for want of memory, give the machine or the container more"
						+ " of it, or lower zproc.server.max-heap and zproc.worker.max-heap."
				: "Raise zproc.server.max-heap if it was out of memory; see the lines of 'zproc.server' in the log."
						+ " With zproc.server.on-death=restart another server takes its place.";
	}

}
