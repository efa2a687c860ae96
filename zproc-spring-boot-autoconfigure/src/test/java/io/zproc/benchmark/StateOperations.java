package io.zproc.benchmark;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.zproc.SharedState;
import io.zproc.Watcher;
import io.zproc.loads.BareClient;

/**
 * What is measured of a state with some number of keys. Each get and put takes one of all
 * keys at random.
 */
final class StateOperations {

	private final Subject subject;

	private final SplittableRandom random = new SplittableRandom(1);

	private long number;

	/** Written so that no read can be left out. */
	private volatile long seen;

	StateOperations(Subject subject) {
		this.subject = subject;
	}

	Sample ownerEcho(Duration slice) {
		return Sample.ofCalls(slice, () -> this.subject.client().engine().ping().await(BareClient.BOUND));
	}

	Map<String, Operation> all() {
		SharedState state = this.subject.state();
		Map<String, Operation> all = new LinkedHashMap<>();
		all.put("get", (slice) -> Sample.ofCalls(slice, () -> require(state.get(key()) != null)));
		all.put("put", (slice) -> Sample.ofCalls(slice, () -> state.put(key(), nextValue())));
		all.put("increment", (slice) -> Sample.ofCalls(slice, () -> state.increment("counter", 1)));
		all.put("atomic", (slice) -> Sample.ofCalls(slice, () -> add(state)));
		all.put("atomic, 8 clients", new Contention(this.subject.contenders(), StateOperations::add));
		all.put("put, 500 in flight", new PipelinedPut(this.subject.client().client(), () -> key(), () -> nextValue()));
		all.put("change to callback", this::callback);
		all.put("local() read", this::localReads);
		return all;
	}

	private static void add(SharedState state) {
		state.atomically((own) -> own.increment("turns", 1));
	}

	/**
	 * From before a put of one client until another client's callback has it.
	 */
	private Sample callback(Duration slice) {
		SharedState writer = this.subject.client().client().state(Subject.FOLLOWED);
		SharedState reader = this.subject.follower().client().state(Subject.FOLLOWED);
		BlockingQueue<Long> calledAt = new LinkedBlockingQueue<>();
		try (Watcher watcher = reader.watch("watched").forEach((change) -> calledAt.add(System.nanoTime()))) {
			callback(writer, calledAt);
			long begin = System.nanoTime();
			long[] nanos = Sample.collect(slice, () -> callback(writer, calledAt));
			require(watcher.isRunning());
			return Sample.of(nanos, System.nanoTime() - begin);
		}
	}

	private long callback(SharedState writer, BlockingQueue<Long> calledAt) {
		long before = System.nanoTime();
		writer.put("watched", nextValue());
		try {
			Long called = calledAt.poll(BareClient.BOUND.toSeconds(), TimeUnit.SECONDS);
			if (called == null) {
				throw new IllegalStateException("No callback came within " + BareClient.BOUND);
			}
			return called - before;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for a callback", ex);
		}
	}

	private Sample localReads(Duration slice) {
		Map<String, ?> local = this.subject.follower().client().state(Subject.FOLLOWED).local();
		String[] keys = this.subject.keys();
		long begin = System.nanoTime();
		long reads = 0;
		long found = 0;
		while (System.nanoTime() - begin < slice.toNanos()) {
			for (int i = 0; i < 1000; i++) {
				found += (local.get(keys[this.random.nextInt(keys.length)]) != null) ? 1 : 0;
			}
			reads += 1000;
		}
		long elapsed = System.nanoTime() - begin;
		this.seen = found;
		require(this.seen == reads);
		return Sample.ofRate(reads, elapsed);
	}

	private String key() {
		String[] keys = this.subject.keys();
		return keys[this.random.nextInt(keys.length)];
	}

	private String nextValue() {
		return this.subject.value(this.number++);
	}

	private static void require(boolean holds) {
		if (!holds) {
			throw new IllegalStateException("The state is not as the benchmark has left it");
		}
	}

}
