package io.zproc.server;

/**
 * What keeps the server's memory and waits bounded.
 *
 * @param historyEntries how many changes each namespace remembers
 * @param historyBytes how many bytes of changes each namespace remembers
 * @param maxValueBytes the largest value
 * @param maxCommitBytes the largest commit
 * @param atomicTimeoutMs how long a turn may be held
 * @param sessionGraceMs how long a session outlives its connection
 * @param heartbeatIntervalMs how often the newest versions are published
 * @since 0.1.0
 */
public record ServerLimits(int historyEntries, long historyBytes, int maxValueBytes, int maxCommitBytes,
		long atomicTimeoutMs, long sessionGraceMs, long heartbeatIntervalMs) {

	/**
	 * Checks the limits.
	 */
	public ServerLimits {
		require("historyEntries", historyEntries, 0);
		require("historyBytes", historyBytes, 0);
		require("maxValueBytes", maxValueBytes, 1);
		require("maxCommitBytes", maxCommitBytes, maxValueBytes);
		require("atomicTimeoutMs", atomicTimeoutMs, 1);
		require("sessionGraceMs", sessionGraceMs, 1);
		require("heartbeatIntervalMs", heartbeatIntervalMs, 1);
	}

	/**
	 * The limits that hold when nobody says otherwise.
	 * @return the limits
	 */
	public static ServerLimits defaults() {
		return new ServerLimits(10_000, 16 << 20, 16 << 20, 32 << 20, 30_000, 5_000, 1_000);
	}

	private static void require(String name, long value, long minimum) {
		if (value < minimum) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + minimum + ")");
		}
	}

}
