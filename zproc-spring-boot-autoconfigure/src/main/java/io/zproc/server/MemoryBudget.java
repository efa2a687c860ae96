package io.zproc.server;

/**
 * How much of the heap the entries and histories of all namespaces take together. The
 * rest of the heap is for requests and answers on their way: a server without room for
 * those would die instead of refusing.
 */
final class MemoryBudget {

	private static final double HEAP_SHARE = 0.6;

	private final long limit;

	private long used;

	MemoryBudget(long limit) {
		this.limit = limit;
	}

	static MemoryBudget ofHeap() {
		return new MemoryBudget((long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE));
	}

	void add(long bytes) {
		this.used += bytes;
	}

	boolean hasRoomFor(long bytes) {
		return this.used + bytes <= this.limit;
	}

	@Override
	public String toString() {
		return this.used + " of " + this.limit + " bytes";
	}

}
