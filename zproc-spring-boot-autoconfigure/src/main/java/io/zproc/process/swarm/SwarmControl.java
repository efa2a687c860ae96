package io.zproc.process.swarm;

import java.time.Duration;
import java.util.function.Consumer;

import io.zproc.Swarm.Watching;
import io.zproc.SwarmProgress;

/**
 * What can be done with a swarm as a whole, by its owner or from another process.
 */
interface SwarmControl {

	void resize(int size);

	SwarmProgress progress();

	Watching onProgress(Consumer<SwarmProgress> listener);

	/**
	 * Stops it; with no grace, by force.
	 */
	void stop(Duration grace);

}
