package io.zproc.process;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a worker's process says of itself, again and again.
 *
 * @param attempt how often its instance was started
 * @param count grows from one heartbeat of the process to the next
 * @param ofMethod grows from one heartbeat of its method to the next; 0 when the present
 * call of the method has none
 * @param heapBytes how much of its heap is used
 * @param maxHeapBytes how large its heap may become
 * @since 0.1.0
 */
public record Heartbeat(int attempt, long count, long ofMethod, long heapBytes, long maxHeapBytes) {

	/**
	 * The heartbeat of this JVM.
	 * @param attempt how often its instance was started
	 * @param count the number of the heartbeat
	 * @param ofMethod the number of the last heartbeat of its method, 0 for none
	 * @return the heartbeat
	 */
	public static Heartbeat ofThisJvm(int attempt, long count, long ofMethod) {
		Runtime jvm = Runtime.getRuntime();
		return new Heartbeat(attempt, count, ofMethod, jvm.totalMemory() - jvm.freeMemory(), jvm.maxMemory());
	}

	/**
	 * Whether the process has got on since an earlier heartbeat: its method, when that
	 * has heartbeats of its own, and else its JVM.
	 */
	boolean isNewsAfter(Heartbeat earlier) {
		return this.attempt != earlier.attempt || this.ofMethod != earlier.ofMethod
				|| (this.ofMethod == 0 && this.count != earlier.count);
	}

	/**
	 * This heartbeat as plain values.
	 */
	Map<String, Object> toMap() {
		return Map.of("attempt", this.attempt, "count", this.count, "ofMethod", this.ofMethod, "heapBytes",
				this.heapBytes, "maxHeapBytes", this.maxHeapBytes);
	}

	/**
	 * The heartbeat that a value stands for.
	 * @return the heartbeat, {@code null} when it stands for none
	 */
	static @Nullable Heartbeat read(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? new Heartbeat((int) number(map, "attempt"), number(map, "count"),
				number(map, "ofMethod"), number(map, "heapBytes"), number(map, "maxHeapBytes")) : null;
	}

	private static long number(Map<?, ?> map, String name) {
		return (map.get(name) instanceof Number number) ? number.longValue() : 0;
	}

}
