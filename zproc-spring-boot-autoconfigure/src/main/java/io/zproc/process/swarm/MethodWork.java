package io.zproc.process.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.zproc.SwarmTask;
import io.zproc.SwarmWork;
import io.zproc.client.Tracing;
import io.zproc.process.WorkerArguments;
import io.zproc.process.WorkerDefinition;
import io.zproc.protocol.SwarmCalls;
import io.zproc.protocol.SwarmMessage.Calls;
import io.zproc.protocol.SwarmMessage.Submit;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one method.
 *
 * @param <R> the type of its result
 * @param caller has them made
 * @param worker whose method it is
 * @param calls how many go to a process at once
 * @param chunksAhead how many chunks of a stream are under way
 * @param isEarly whether they are acknowledged early
 * @param bound how long to wait
 */
record MethodWork<R>(SwarmCaller caller, WorkerDefinition worker, int calls, int chunksAhead, boolean isEarly,
		@Nullable Duration bound) implements SwarmWork<R> {

	private static final int AHEAD = 100;

	MethodWork {
		if (calls < 1) {
			throw new IllegalArgumentException("Calls in a chunk: " + calls + " (expected: >= 1)");
		}
		if (chunksAhead < 1) {
			throw new IllegalArgumentException("Chunks ahead: " + chunksAhead + " (expected: >= 1)");
		}
	}

	static <R> MethodWork<R> of(SwarmCaller caller, WorkerDefinition worker) {
		return new MethodWork<>(caller, worker, 1, AHEAD, false, null);
	}

	@Override
	public SwarmWork<R> chunk(int calls) {
		return new MethodWork<>(this.caller, this.worker, calls, this.chunksAhead, this.isEarly, this.bound);
	}

	@Override
	public SwarmWork<R> ahead(int chunks) {
		return new MethodWork<>(this.caller, this.worker, this.calls, chunks, this.isEarly, this.bound);
	}

	@Override
	public SwarmWork<R> acknowledgeEarly() {
		return new MethodWork<>(this.caller, this.worker, this.calls, this.chunksAhead, true, this.bound);
	}

	@Override
	public SwarmWork<R> timeout(Duration timeout) {
		return new MethodWork<>(this.caller, this.worker, this.calls, this.chunksAhead, this.isEarly, timeout);
	}

	@Override
	public R run(@Nullable Object... arguments) {
		return this.<R>await(give(true, List.of(List.of(encode(arguments))))).get(0);
	}

	/** What is not awaited to its end is not wanted any more. */
	<T> List<T> await(Given given) {
		boolean isOver = false;
		try {
			List<byte[]> results = this.caller.await(given.id(), given.task(), this.bound);
			isOver = true;
			return decode(given.id(), results);
		}
		finally {
			if (!isOver && !given.task().ended().isDone()) {
				this.caller.cancel(given.id());
			}
		}
	}

	@SuppressWarnings("unchecked") // the type of the method's result, which the caller
									// knows
	private <T> List<T> decode(String id, List<byte[]> results) {
		List<T> decoded = new ArrayList<>(results.size());
		for (byte[] result : results) {
			decoded.add((T) this.caller.client().decode("result of task " + id, result));
		}
		return decoded;
	}

	@Override
	public SwarmTask<R> submit(@Nullable Object... arguments) {
		return new Submitted(give(true, List.of(List.of(encode(arguments)))));
	}

	@Override
	public String post(@Nullable Object... arguments) {
		return give(false, List.of(List.of(encode(arguments)))).id();
	}

	@Override
	public List<R> map(Collection<?> items, @Nullable Object... arguments) {
		if (items.isEmpty()) {
			return new ArrayList<>();
		}
		List<List<byte[]>> chunks = new ArrayList<>();
		Iterator<?> rest = items.iterator();
		while (rest.hasNext()) {
			chunks.add(next(rest, arguments));
		}
		return await(give(true, chunks));
	}

	@Override
	public Stream<R> stream(Stream<?> items, @Nullable Object... arguments) {
		ResultIterator<R> results = new ResultIterator<>(this, items.iterator(), arguments);
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(results, Spliterator.ORDERED), false)
			.onClose(results::close)
			.onClose(items::close);
	}

	/** The calls of one chunk of what is left, which is something. */
	List<byte[]> next(Iterator<?> items, @Nullable Object[] arguments) {
		List<byte[]> encoded = new ArrayList<>();
		while (items.hasNext() && encoded.size() < this.calls) {
			@Nullable Object[] call = new Object[arguments.length + 1];
			call[0] = items.next();
			System.arraycopy(arguments, 0, call, 1, arguments.length);
			encoded.add(encode(call));
		}
		return encoded;
	}

	private byte[] encode(@Nullable Object[] arguments) {
		return new SwarmCalls(WorkerArguments.encode(this.worker, this.caller.client(), arguments), null).encode();
	}

	/**
	 * A task that was given to the swarm.
	 */
	record Given(String id, PendingTask task) {

	}

	/** Has calls made, the chunks in any order. */
	Given give(boolean isWanted, List<List<byte[]>> chunks) {
		return this.caller.client()
			.tracing()
			.send(Tracing.Step.TASK, this.worker.name(), this.caller.name(), (trace) -> {
				Submit task = new Submit(this.caller.newId(), this.worker.name(), isWanted, this.isEarly,
						chunks.stream().map((calls) -> chunk(calls, trace)).toList());
				return new Given(task.task(), this.caller.submit(task));
			});
	}

	private static Calls chunk(List<byte[]> calls, String trace) {
		return new Calls(calls.size(), new SwarmCalls(calls, null, trace).encode());
	}

	/**
	 * A call that was submitted.
	 */
	private final class Submitted implements SwarmTask<R> {

		private final String id;

		private final PendingTask pending;

		Submitted(Given given) {
			this.id = given.id();
			this.pending = given.task();
		}

		@Override
		public String id() {
			return this.id;
		}

		@Override
		public R await(Duration timeout) {
			return MethodWork.this.<R>decode(this.id, MethodWork.this.caller.await(this.id, this.pending, timeout))
				.get(0);
		}

		@Override
		public CompletableFuture<R> result() {
			return this.pending.ended()
				.thenApplyAsync(
						(ended) -> MethodWork.this.<R>decode(this.id, MethodWork.this.caller.results(this.id, ended))
							.get(0));
		}

		@Override
		public void cancel() {
			MethodWork.this.caller.cancel(this.id);
		}

	}

}
