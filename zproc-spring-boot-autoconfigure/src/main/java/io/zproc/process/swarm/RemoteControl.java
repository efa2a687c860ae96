package io.zproc.process.swarm;

import java.time.Duration;
import java.util.function.Consumer;

import io.zproc.Swarm.Watching;
import io.zproc.SwarmProgress;
import io.zproc.protocol.SwarmMessage.Resize;
import io.zproc.protocol.SwarmMessage.Status;
import io.zproc.server.swarm.Tally;

/**
 * A swarm that another process owns.
 *
 * @param name its name
 * @param caller the connection to it
 */
record RemoteControl(String name, SwarmCaller caller) implements SwarmControl {

	@Override
	public void resize(int size) {
		this.caller.say(new Resize(size));
	}

	@Override
	public SwarmProgress progress() {
		Status status = this.caller.ask();
		return progress(status.size(), status.processes(), Tally.of(status.counts()));
	}

	static SwarmProgress progress(int size, int processes, Tally tally) {
		return new SwarmProgress(size, processes, tally.waiting(), tally.running(), tally.done(), tally.failed(),
				tally.setAside(), tally.cancelled());
	}

	@Override
	public Watching onProgress(Consumer<SwarmProgress> listener) {
		throw new UnsupportedOperationException("Swarm '" + this.name
				+ "' is another process's, and only its owner can listen to its progress; ask for progress() here");
	}

	@Override
	public void stop(Duration grace) {
		this.caller.close();
	}

}
