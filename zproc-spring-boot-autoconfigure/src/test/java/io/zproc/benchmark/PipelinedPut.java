package io.zproc.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.zproc.client.StateClient;
import io.zproc.client.StateEngine.Commit;
import io.zproc.client.StateEngine.CommitResult;
import io.zproc.loads.BareClient;
import io.zproc.protocol.Write;
import org.jspecify.annotations.Nullable;

/**
 * Puts, values encoded, of which many are under way. {@code SharedState} has no such
 * call: this is the engine below it.
 */
final class PipelinedPut implements Operation {

	private final StateClient client;

	private final Supplier<String> keys;

	private final Supplier<String> values;

	private final Semaphore free = new Semaphore(IN_FLIGHT);

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	PipelinedPut(StateClient client, Supplier<String> keys, Supplier<String> values) {
		this.client = client;
		this.keys = keys;
		this.values = values;
	}

	@Override
	public Sample measure(Duration slice) {
		long begin = System.nanoTime();
		long puts = 0;
		while (System.nanoTime() - begin < slice.toNanos()) {
			acquire(1);
			put();
			puts++;
		}
		acquire(IN_FLIGHT);
		long elapsed = System.nanoTime() - begin;
		this.free.release(IN_FLIGHT);
		Throwable failed = this.failure.get();
		if (failed != null) {
			throw new IllegalStateException("A put failed: " + failed, failed);
		}
		return Sample.ofRate(puts, elapsed);
	}

	private void put() {
		String key = this.keys.get();
		byte[] value = this.client.encode(key, this.values.get());
		Commit commit = new Commit(Subject.PLAIN, 0, List.of(), "", false, List.of(), List.of(Write.put(key, value)));
		var unused = this.client.engine().commit(commit).future().whenComplete(this::ended);
	}

	private void ended(@Nullable CommitResult result, @Nullable Throwable failed) {
		if (failed != null) {
			this.failure.compareAndSet(null, failed);
		}
		this.free.release();
	}

	private void acquire(int permits) {
		try {
			if (!this.free.tryAcquire(permits, BareClient.BOUND.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("No put was answered within " + BareClient.BOUND);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for answers", ex);
		}
	}

}
