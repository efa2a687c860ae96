package io.zproc.process.swarm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import io.zproc.process.swarm.MethodWork.Given;
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

	private final Deque<Given> underWay = new ArrayDeque<>();

	private Iterator<R> results = List.<R>of().iterator();

	ResultIterator(MethodWork<R> work, Iterator<?> items, @Nullable Object[] arguments) {
		this.work = work;
		this.items = items;
		this.arguments = arguments;
	}

	@Override
	public boolean hasNext() {
		while (!this.results.hasNext()) {
			fill();
			Given first = this.underWay.poll();
			if (first == null) {
				return false;
			}
			boolean isWell = false;
			try {
				this.results = this.work.<R>await(first).iterator();
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
			this.underWay.add(this.work.give(true, List.of(this.work.next(this.items, this.arguments))));
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
