package io.zproc.apps.busy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.zproc.SharedState;
import io.zproc.StateUnavailableException;
import io.zproc.apps.Console;

/**
 * Calls that wait for a turn that never comes, until the server dies.
 */
final class Waiters {

	private final SharedState turns;

	Waiters(SharedState state) {
		this.turns = state.namespace("turns");
	}

	/**
	 * Begins to wait.
	 * @return when the server has got what can be sent
	 */
	String begin() {
		Map<String, Runnable> calls = Map.of("increment", () -> this.turns.increment("count", 1), "atomic",
				() -> this.turns.atomically((state) -> state.put("count", 1)), "await",
				() -> this.turns.watch("count").await());
		List<Thread> threads = calls.entrySet()
			.stream()
			.map((call) -> new Thread(() -> report(call.getKey(), call.getValue())))
			.toList();
		for (Thread thread : threads) {
			thread.setDaemon(true);
			thread.start();
		}
		while (threads.stream()
			.anyMatch((thread) -> thread.getState() != Thread.State.WAITING
					&& thread.getState() != Thread.State.TIMED_WAITING)) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
		// Requests of one process are sent in order.
		this.turns.ping(Duration.ofSeconds(5));
		return "waiting";
	}

	/**
	 * Asks a server that is known to be dead.
	 * @return what became of it
	 */
	String askAgain() {
		report("get", () -> this.turns.get("count"));
		report("put", () -> this.turns.put("count", 1));
		return "asked";
	}

	private static void report(String name, Runnable call) {
		long begin = System.nanoTime();
		try {
			call.run();
			Console.fact(name + " returned");
		}
		catch (StateUnavailableException ex) {
			Console.fact(name + " failed as " + ex.outcome() + " after "
					+ TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms: " + ex.getMessage());
		}
		catch (RuntimeException ex) {
			Console.fact(name + " failed otherwise: " + ex);
		}
	}

}
