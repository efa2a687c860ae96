package io.zproc.worker.shop;

/**
 * Says what happened in a forked JVM, a line per fact.
 */
public final class Facts {

	private Facts() {
	}

	public static void add(String fact) {
		System.out.println("FACT " + fact);
	}

}
