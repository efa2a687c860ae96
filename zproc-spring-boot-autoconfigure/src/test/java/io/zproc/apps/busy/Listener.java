package io.zproc.apps.busy;

import java.util.ArrayList;
import java.util.List;

import io.zproc.OnStateChange;
import io.zproc.Snapshot;

import org.springframework.stereotype.Component;

/**
 * Hears in the application what the process watcher hears, and what that one writes.
 */
@Component
class Listener {

	private final List<Long> heard = new ArrayList<>();

	@OnStateChange(namespace = "echo", keys = "n")
	void hear(Snapshot after) {
		synchronized (this.heard) {
			this.heard.add(after.get("n", Long.class));
		}
	}

	List<Long> overheard() {
		synchronized (this.heard) {
			return List.copyOf(this.heard);
		}
	}

}
