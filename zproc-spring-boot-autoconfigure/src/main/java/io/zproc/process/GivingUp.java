package io.zproc.process;

/**
 * What a worker that has failed for good means to its application: OTP's supervisor ends
 * itself then, and so hands the failure on to its own.
 */
final class GivingUp {

	private final ApplicationStop stop;

	GivingUp(ApplicationStop stop) {
		this.stop = stop;
	}

	/**
	 * A worker is not started again, although it should be.
	 * @param why why it is not
	 * @param last its last run
	 */
	void failedForGood(WorkerDefinition worker, String why, EndedRun last) {
		if (worker.restarts().onGiveUp() == OnGiveUp.STOP_APPLICATION) {
			String restart = "zproc.workers." + worker.name() + ".restart.";
			stop(why, last, restart, "without it");
		}
	}

	/**
	 * A group is not started again, although it should be.
	 * @param member one of its workers
	 * @param why why it is not
	 * @param last the last run of the worker because of which it should be
	 */
	void groupFailedForGood(String group, WorkerDefinition member, String why, EndedRun last) {
		if (member.restarts().onGiveUp() == OnGiveUp.STOP_APPLICATION) {
			String restart = "zproc.groups." + group + ".restart.";
			stop(why, last, restart, "without the group");
		}
	}

	private void stop(String why, EndedRun last, String restart, String without) {
		this.stop.because(why + ". Its last run: " + RunEnding.describe(last),
				"See the reports of its runs in the log, and correct what ends them; or give it more restarts: "
						+ restart + "max-restarts, " + restart + "window. With " + restart
						+ "on-give-up=keep-running the application goes on " + without + ".");
	}

}
