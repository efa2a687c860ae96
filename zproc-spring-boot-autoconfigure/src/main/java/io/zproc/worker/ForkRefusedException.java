package io.zproc.worker;

import io.zproc.ZProcException;

/**
 * A Spring application was run in a worker's JVM outside the run that ZProc controls.
 */
final class ForkRefusedException extends ZProcException {

	private final String threadName;

	ForkRefusedException(String threadName) {
		super("This JVM is the process of " + ChildMark.description() + ": a second Spring application, run on thread '"
				+ threadName + "', is refused");
		this.threadName = threadName;
	}

	String threadName() {
		return this.threadName;
	}

}
