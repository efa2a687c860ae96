package io.zproc.apps.report;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.apps.Console;
import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Component;

/**
 * A watcher inside the application that is slower than the workers.
 */
@Component
class SlowReader {

	private final SharedState reports;

	private final List<Long> seen = new ArrayList<>();

	SlowReader(SharedState state) {
		this.reports = state.namespace("reports");
	}

	@OnStateChange(namespace = "reports", keys = "changes")
	void read(StateChange change) throws InterruptedException {
		// This is the work.
		new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
		synchronized (this.seen) {
			this.seen.add(change.after().get("changes", Long.class));
		}
	}

	@PreDestroy
	void tell() {
		synchronized (this.seen) {
			Console.fact("saw " + this.seen + " of " + this.reports.get("changes"));
		}
	}

}
