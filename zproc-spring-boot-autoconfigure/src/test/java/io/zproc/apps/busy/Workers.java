package io.zproc.apps.busy;

import java.util.concurrent.CountDownLatch;

import io.zproc.SharedState;
import io.zproc.ZProcWorker;
import io.zproc.apps.Console;

import org.springframework.stereotype.Component;

/**
 * Workers that count, and workers that hold a turn for as long as they live.
 */
@Component
class Workers {

	static final int COUNTERS = 4;

	static final int ROUNDS = 60;

	@ZProcWorker(name = "counter", instances = COUNTERS, namespace = "sum")
	void count(SharedState sum) {
		Console.fact("is ready to count");
		sum.namespace("gates").watch("storm").whenTruthy("storm").await();
		for (int i = 0; i < ROUNDS; i++) {
			sum.increment("count", 1);
			sum.atomically((state) -> state.increment("count", 1));
		}
		Console.fact("counted " + 2 * ROUNDS);
	}

	@ZProcWorker(name = "holder", instances = 2, namespace = "turns")
	void hold(SharedState turns) {
		Console.fact("asks for the turn");
		turns.atomically((state) -> {
			Console.fact("has the turn");
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

}
