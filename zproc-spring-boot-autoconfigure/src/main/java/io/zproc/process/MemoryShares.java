package io.zproc.process;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of an application may take of the memory that there is: the heap of
 * this one comes first, then the state server has its share, and the workers have the
 * rest. Each JVM takes more than its heap, which is counted, too.
 *
 * @param totalBytes what there is
 * @param ownBytes the largest heap of this process
 * @param serverShare which part of what this process leaves is the state server's
 * @param spawned for how many processes there is room beside those that are started with
 * the application
 * @param serverHeap the largest heap of the state server, if it is set
 * @param workerHeap the largest heap of workers that have none of their own, if it is set
 * @since 0.1.0
 */
public record MemoryShares(long totalBytes, long ownBytes, double serverShare, int spawned, @Nullable String serverHeap,
		@Nullable String workerHeap) {

	private static final long MB = 1 << 20;

	/** About what a JVM takes beside its heap: classes, code, threads. */
	static final long OVERHEAD_BYTES = 96 * MB;

	/** A larger heap is rarely wanted, and a garbage collector uses what it is given. */
	static final long MAX_BYTES = 1024 * MB;

	/** With less a state server does not run. */
	static final long MIN_SERVER_BYTES = 32 * MB;

	/** With less an application of Spring Boot does not start. */
	static final long MIN_WORKER_BYTES = 64 * MB;

	/**
	 * The memory of the machine, or of the container (control group) if that has a limit.
	 * @return the size in bytes
	 */
	public static long ofMachine() {
		return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
	}

	/**
	 * The largest heap of the state server.
	 * @return the size, as a JVM is told it
	 */
	public String heapOfServer() {
		return (this.serverHeap != null) ? this.serverHeap : text(serverBytes());
	}

	private long serverBytes() {
		return (this.serverHeap != null) ? bytes(this.serverHeap)
				: bounded((long) (left() * this.serverShare) - OVERHEAD_BYTES, MIN_SERVER_BYTES);
	}

	private long left() {
		return Math.max(0, this.totalBytes - this.ownBytes - OVERHEAD_BYTES);
	}

	/**
	 * The largest heap of each worker that has none of its own: an equal part of what is
	 * left.
	 * @param workers all workers of the application
	 */
	String heapOfWorkers(Collection<WorkerDefinition> workers) {
		if (this.workerHeap != null) {
			return this.workerHeap;
		}
		long left = left() - serverBytes() - OVERHEAD_BYTES;
		int parts = this.spawned;
		for (WorkerDefinition worker : workers) {
			if (worker.autoStart() && worker.maxHeap().isEmpty()) {
				parts += worker.instances();
			}
			else if (worker.autoStart()) {
				left -= worker.instances() * (bytes(worker.maxHeap()) + OVERHEAD_BYTES);
			}
		}
		return text(bounded(left / Math.max(1, parts) - OVERHEAD_BYTES, MIN_WORKER_BYTES));
	}

	private static long bounded(long bytes, long minimum) {
		return Math.max(minimum, Math.min(MAX_BYTES, bytes));
	}

	/**
	 * Says what is wrong when some workers run.
	 * @param heaps their largest heaps
	 * @return the sum that is too much, {@code null} when it is not
	 */
	@Nullable String excess(Collection<String> heaps) {
		long workers = heaps.stream().mapToLong((heap) -> bytes(heap) + OVERHEAD_BYTES).sum();
		long own = this.ownBytes + OVERHEAD_BYTES;
		long server = serverBytes() + OVERHEAD_BYTES;
		if (own + server + workers <= this.totalBytes) {
			return null;
		}
		return String.format(Locale.ROOT,
				"The processes of this application may take %d MB together, and there are %d MB: this one %d MB, the"
						+ " state server %d MB, %d worker(s) %d MB. Start fewer of them, lower -Xmx,"
						+ " zproc.server.max-heap or zproc.worker.max-heap, or raise zproc.memory.spawned if more are"
						+ " started than the application begins with",
				(own + server + workers) / MB, this.totalBytes / MB, own / MB, server / MB, heaps.size(), workers / MB);
	}

	private static String text(long bytes) {
		return bytes / MB + "m";
	}

	/**
	 * A size as a JVM is told it.
	 */
	static long bytes(String size) {
		char unit = Character.toLowerCase(size.charAt(size.length() - 1));
		int shift = "kmg".indexOf(unit) + 1;
		return Long.parseLong((shift > 0) ? size.substring(0, size.length() - 1) : size) << (10 * shift);
	}

}
