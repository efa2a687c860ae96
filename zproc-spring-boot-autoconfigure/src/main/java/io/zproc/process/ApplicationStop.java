package io.zproc.process;

/**
 * Ends the whole application, because it cannot go on without something that is lost for
 * good.
 *
 * @since 0.1.0
 */
public interface ApplicationStop {

	/**
	 * Reports, and has the application stopped by another thread. Does not wait, and does
	 * nothing but report when the application stops already. Any thread may call it, also
	 * one that the stop waits for.
	 * @param what what happened
	 * @param action what to do about it
	 */
	void because(String what, String action);

}
