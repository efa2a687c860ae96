package io.zproc.benchmark;

import java.time.Duration;

/**
 * Something that is measured.
 */
@FunctionalInterface
interface Operation {

	/** How many requests a pipelined operation keeps under way. */
	int IN_FLIGHT = 500;

	/**
	 * Measures once.
	 * @param slice for how long
	 * @return what was found
	 */
	Sample measure(Duration slice);

}
