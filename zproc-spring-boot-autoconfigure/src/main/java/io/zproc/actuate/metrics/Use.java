package io.zproc.actuate.metrics;

import org.jspecify.annotations.Nullable;

/**
 * What a process takes of the machine.
 *
 * @param cpu processors that it keeps busy, since the last look; {@code null} when it is
 * not known
 * @param rss bytes of memory, {@code null} when they are not known
 * @param heap bytes of its heap that were used at its last heartbeat, {@code null} when
 * they are not known
 * @param uptimeSeconds how long it lives
 * @since 0.1.0
 */
public record Use(@Nullable Double cpu, @Nullable Long rss, @Nullable Long heap, double uptimeSeconds) {

	Use withHeap(long heap) {
		return new Use(this.cpu, this.rss, heap, this.uptimeSeconds);
	}

}
