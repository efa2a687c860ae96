package io.zproc.process;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Decides how soon and how often a worker is started again that is started together with
 * others, and does it.
 */
interface Together {

	/**
	 * A run has ended by itself, and another one is wanted. Any lock may be held.
	 * @param ranFor how long it was ready, {@code null} when it never was
	 * @return what follows
	 */
	Decision died(@Nullable Duration ranFor, long nowNanos);

	/**
	 * A run has ended for the sake of the others. Any lock may be held.
	 * @return what follows
	 */
	Decision paused(long nowNanos);

	/**
	 * Whether it may not be started by itself now. Any lock may be held.
	 */
	boolean holds();

	/**
	 * Whether all are being ended as failed. Any lock may be held.
	 */
	boolean isEnding();

	/**
	 * Another run is to follow one that is settled.
	 */
	void again();

	/**
	 * No other run follows, although one is wanted.
	 * @param why why not, in a sentence
	 * @param last the last run
	 */
	void givenUp(String why, EndedRun last);

}
