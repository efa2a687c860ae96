package io.zproc.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import io.zproc.SharedState;
import io.zproc.loads.BareClient;

/**
 * The same by several clients at once, each with a session, an engine and a thread of its
 * own.
 */
final class Contention implements Operation {

	private final List<BareClient> clients;

	private final Consumer<SharedState> call;

	Contention(List<BareClient> clients, Consumer<SharedState> call) {
		this.clients = clients;
		this.call = call;
	}

	@Override
	public Sample measure(Duration slice) {
		ExecutorService threads = Executors.newFixedThreadPool(this.clients.size());
		try {
			long begin = System.nanoTime();
			List<Future<long[]>> running = new ArrayList<>();
			for (BareClient client : this.clients) {
				running.add(threads.submit(() -> Sample.collect(slice, () -> timed(client.state()))));
			}
			LongStream all = LongStream.empty();
			for (Future<long[]> one : running) {
				all = LongStream.concat(all, LongStream.of(one.get()));
			}
			return Sample.of(all.toArray(), System.nanoTime() - begin);
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException("A client of several failed: " + ex, ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private long timed(SharedState state) {
		long before = System.nanoTime();
		this.call.accept(state);
		return System.nanoTime() - before;
	}

}
