package io.zproc.process.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.zproc.protocol.SwarmCalls;
import io.zproc.protocol.SwarmMessage.Result;
import org.jspecify.annotations.Nullable;

/**
 * A task whose results are on their way. Used by the link's thread, but for its future.
 */
final class PendingTask {

	/** What ended it: the encoded results, in order, or what stands for them. */
	private final CompletableFuture<Ended> ended = new CompletableFuture<>();

	private byte @Nullable [] @Nullable [] parts;

	private int received;

	/**
	 * The end of a task.
	 *
	 * @param results the encoded results of its calls
	 * @param bad what came instead, {@code null} when it is well
	 */
	record Ended(List<byte[]> results, @Nullable Result bad) {

	}

	CompletableFuture<Ended> ended() {
		return this.ended;
	}

	/**
	 * Takes a result.
	 * @return whether it was the last
	 */
	boolean received(Result result) {
		switch (result.outcome()) {
			case OK -> {
				return part(result);
			}
			default -> this.ended.complete(new Ended(List.of(), result));
		}
		return true;
	}

	private boolean part(Result result) {
		byte[][] present = this.parts;
		if (present == null) {
			present = new byte[result.of()][];
			this.parts = present;
		}
		present[result.chunk()] = result.results();
		if (++this.received < present.length) {
			return false;
		}
		List<byte[]> all = new ArrayList<>();
		for (byte[] part : present) {
			all.addAll(SwarmCalls.decode(part).values());
		}
		this.ended.complete(new Ended(all, null));
		return true;
	}

}
