package io.zproc.process;

/**
 * Which workers of a group are started again together, as by a supervisor of OTP.
 *
 * @since 0.1.0
 */
public enum GroupStrategy {

	/**
	 * All of them.
	 */
	ONE_FOR_ALL,

	/**
	 * The one that has ended, and those that are started after it.
	 */
	REST_FOR_ONE;

	/**
	 * Whether a member is started again with another one.
	 * @param rank its place in the order of starts
	 * @param other the place of the one that has ended
	 */
	boolean takes(int rank, int other) {
		return this == ONE_FOR_ALL || rank > other;
	}

}
