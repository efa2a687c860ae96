package io.zproc.process.swarm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import io.zproc.protocol.SwarmMessage.Submit;
import org.jspecify.annotations.Nullable;

/**
 * The results of a stream, chunk by chunk, each a task of its own. Used by one thread.
 *
 * @param <R> the type of a result
 */
final class ResultIterator<R> implements Iterator<R>, AutoCloseable {

	private final MethodWork<R> work;

	private final Iterator<?> items;

	private final @Nullable Object[] arguments;

	private final Deque<UnderWay> underWay = new ArrayDeque<>();

	private Iterator<R> results = List.<R>of().iterator();

	private record UnderWay(String id, PendingTask task) {

	}

	ResultIterator(MethodWork<R> work, Iterator<?> items, @Nullable Object[] arguments) {
		this.work = work;
		this.items = items;
		this.arguments = arguments;
	}

	@Override
	public boolean hasNext() {
		while (!this.results.hasNext()) {
			fill();
			UnderWay first = this.underWay.poll();
			if (first == null) {
				return false;
			}
			boolean isWell = false;
			try {
				this.results = this.work.<R>await(first.id(), first.task()).iterator();
				isWell = true;
			}
			finally {
				if (!isWell) {
					close();
				}
			}
		}
		return true;
	}

	private void fill() {
		while (this.underWay.size() < this.work.chunksAhead() && this.items.hasNext()) {
			Submit task = this.work.task(true, List.of(this.work.next(this.items, this.arguments)));
			this.underWay.add(new UnderWay(task.task(), this.work.caller().submit(task)));
		}
	}

	@Override
	public R next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		return this.results.next();
	}

	/**
	 * Cancels what is under way.
	 */
	@Override
	public void close() {
		this.underWay.forEach((chunk) -> this.work.caller().cancel(chunk.id()));
		this.underWay.clear();
	}

}
