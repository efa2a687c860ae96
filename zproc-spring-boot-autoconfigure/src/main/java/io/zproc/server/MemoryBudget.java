package io.zproc.server;

/**
 * How much of the heap something takes. Entries and histories, answers that nobody has
 * read, publications that nobody has read, and requests that come in have a share each: a
 * server without room for those would die instead of refusing.
 */
final class MemoryBudget {

	/** What entries and histories may take. */
	static final double STATE_SHARE = 0.6;

	/** What answers may take that their clients have not read. */
	static final double UNREAD_SHARE = 0.2;

	/** What changes may take that stopped subscribers have not read. */
	static final double PUBLISHED_SHARE = 0.1;

	/** What requests may take that were not carried out yet. */
	static final double INCOMING_SHARE = 0.1;

	private final long limit;

	private long used;

	MemoryBudget(long limit) {
		this.limit = limit;
	}

	static MemoryBudget ofHeap(double share) {
		return new MemoryBudget(bytesOfHeap(share));
	}

	static long bytesOfHeap(double share) {
		return (long) (Runtime.getRuntime().maxMemory() * share);
	}

	void add(long bytes) {
		this.used += bytes;
	}

	long used() {
		return this.used;
	}

	long limit() {
		return this.limit;
	}

	boolean hasRoomFor(long bytes) {
		return this.used + bytes <= this.limit;
	}

	@Override
	public String toString() {
		return this.used + " of " + this.limit + " bytes";
	}

}
