package io.zproc.process.swarm;

import java.time.Duration;
import java.util.function.Consumer;

import io.zproc.Swarm.Watching;
import io.zproc.SwarmProgress;

/**
 * A swarm of this process, which others can find until it is stopped.
 *
 * @param keeper keeps it
 * @param onStop makes it unknown
 */
record RegisteredControl(PoolKeeper keeper, Runnable onStop) implements SwarmControl {

	@Override
	public void resize(int size) {
		this.keeper.resize(size);
	}

	@Override
	public SwarmProgress progress() {
		return this.keeper.progress();
	}

	@Override
	public Watching onProgress(Consumer<SwarmProgress> listener) {
		return this.keeper.onProgress(listener);
	}

	@Override
	public void stop(Duration grace) {
		this.keeper.stop(grace);
		this.onStop.run();
	}

}
