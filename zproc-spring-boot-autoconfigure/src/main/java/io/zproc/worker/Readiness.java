package io.zproc.worker;

/**
 * Has it reported once that a worker is ready, and not after its method has ended, whose
 * report is the last one. Any thread may use it.
 */
final class Readiness {

	private final Runnable report;

	private boolean isSettled;

	Readiness(Runnable report) {
		this.report = report;
	}

	/**
	 * Reports it, unless that was done or comes too late. When the report fails, it can
	 * be tried again.
	 */
	synchronized void ready() {
		if (!this.isSettled) {
			this.report.run();
			this.isSettled = true;
		}
	}

	/**
	 * Says that the method has ended.
	 */
	synchronized void end() {
		this.isSettled = true;
	}

}
