package io.zproc.process.swarm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.zproc.Swarm.Watching;
import io.zproc.SwarmProgress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners hear of all that happens, however much it is.
 */
class ProgressListenersTests {

	private final Queue<Runnable> due = new ArrayDeque<>();

	private final List<Long> heard = new ArrayList<>();

	private long done;

	private final ProgressListeners listeners = new ProgressListeners("squares",
			() -> new SwarmProgress(1, 1, 0, 0, this.done, 0, 0, 0), this.due::add);

	@Test
	void muchThatHappensIsToldOnce() {
		this.listeners.add((progress) -> this.heard.add(progress.done()));
		for (int i = 0; i < 10; i++) {
			this.done++;
			this.listeners.progressed();
		}
		assertThat(this.due).hasSize(1);
		this.due.remove().run();
		assertThat(this.heard).containsExactly(10L);
	}

	@Test
	void whatHappensWhileTheyAreToldIsToldAfterwards() {
		this.listeners.add((progress) -> {
			this.heard.add(progress.done());
			if (this.done < 2) {
				this.done++;
				this.listeners.progressed();
			}
		});
		this.listeners.progressed();
		while (!this.due.isEmpty()) {
			this.due.remove().run();
		}
		assertThat(this.heard).containsExactly(0L, 1L, 2L);
	}

	@Test
	void oneThatFailsDoesNotKeepOthersFromHearing() {
		this.listeners.add((progress) -> {
			throw new IllegalStateException("It fails");
		});
		this.listeners.add((progress) -> this.heard.add(progress.done()));
		this.listeners.progressed();
		this.due.remove().run();
		assertThat(this.heard).containsExactly(0L);
	}

	@Test
	void nothingIsDueForNobody() {
		Watching watching = this.listeners.add((progress) -> this.heard.add(progress.done()));
		watching.close();
		this.listeners.progressed();
		assertThat(this.due).isEmpty();
	}

}
