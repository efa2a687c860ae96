package io.zproc.server.swarm;

/**
 * The bounds of a swarm's memory and patience.
 *
 * @param maxKills how many processes in a row a chunk may kill before it is set aside
 * @param resultTtlMs how long a result is kept that nobody takes
 * @param maxKeptBytes how many bytes of results are kept; the oldest go first
 * @param maxMessageBytes the largest message, and so the largest chunk or result
 * @since 0.1.0
 */
public record DispatcherLimits(int maxKills, long resultTtlMs, long maxKeptBytes, int maxMessageBytes) {

	/**
	 * Checks the limits.
	 */
	public DispatcherLimits {
		if (maxKills < 1) {
			throw new IllegalArgumentException("maxKills: " + maxKills + " (expected: >= 1)");
		}
		if (resultTtlMs < 1) {
			throw new IllegalArgumentException("resultTtlMs: " + resultTtlMs + " (expected: >= 1)");
		}
		if (maxKeptBytes < 0) {
			throw new IllegalArgumentException("maxKeptBytes: " + maxKeptBytes + " (expected: >= 0)");
		}
		if (maxMessageBytes < 1024) {
			throw new IllegalArgumentException("maxMessageBytes: " + maxMessageBytes + " (expected: >= 1024)");
		}
	}

}
