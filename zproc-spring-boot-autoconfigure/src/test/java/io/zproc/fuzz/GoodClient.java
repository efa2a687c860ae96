package io.zproc.fuzz;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.Watcher;
import io.zproc.loads.BareClient;
import io.zproc.protocol.ServerAddress;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gets, puts, increments and watches, as fast as it can, on a thread of its own, and
 * checks every answer.
 */
final class GoodClient implements AutoCloseable {

	private final BareClient client;

	private final SharedState state;

	private final Watcher watcher;

	private final AtomicLong seen = new AtomicLong();

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	private final Thread thread = new Thread(this::run, "good-client");

	private volatile boolean isStopped;

	private volatile long rounds;

	private volatile long longestNanos;

	GoodClient(ServerAddress address) {
		this.client = new BareClient(address, "good", 1);
		this.state = this.client.client().state("the good client's own");
		this.watcher = this.state.watch("n").since(0).forEach(this::see);
		this.thread.start();
	}

	private void see(StateChange change) {
		try {
			assertThat(change.isGap()).as("gap").isFalse();
			assertThat(change.after()).containsEntry("n", this.seen.get() + 1);
			this.seen.incrementAndGet();
		}
		catch (AssertionError ex) {
			this.done.completeExceptionally(ex);
		}
	}

	private void run() {
		try {
			for (long i = 1; !this.isStopped; i++) {
				long started = System.nanoTime();
				assertThat(this.state.increment("n", 1)).isEqualTo(i);
				this.state.put("k" + i % 50, "value " + i);
				assertThat(this.state.get("k" + i % 50)).isEqualTo("value " + i);
				assertThat(this.state.get("n")).isEqualTo(i);
				this.longestNanos = Math.max(this.longestNanos, System.nanoTime() - started);
				this.rounds = i;
			}
			this.done.complete(null);
		}
		catch (RuntimeException | Error ex) {
			this.done.completeExceptionally(ex);
		}
	}

	/**
	 * Fails when an answer was wrong or did not come.
	 */
	void assertServed() {
		if (this.done.isDone()) {
			this.done.join();
		}
	}

	/**
	 * Waits until it was served once more than so many times.
	 */
	void awaitMoreThan(long rounds) {
		Awaitility.await().atMost(BareClient.BOUND).until(() -> {
			assertServed();
			return this.rounds > rounds;
		});
	}

	void finish() {
		this.isStopped = true;
		this.done.orTimeout(BareClient.BOUND.toSeconds(), java.util.concurrent.TimeUnit.SECONDS).join();
		Awaitility.await().atMost(BareClient.BOUND).untilAsserted(() -> assertThat(this.seen).hasValue(this.rounds));
	}

	long rounds() {
		return this.rounds;
	}

	long longestMs() {
		return this.longestNanos / 1_000_000;
	}

	@Override
	public void close() {
		this.isStopped = true;
		this.watcher.close();
		this.client.close();
	}

}
