package io.zproc;

import java.time.Instant;
import java.util.Set;

/**
 * One committed change of a namespace, or, when {@link #isGap()}, a stretch of changes
 * that are no longer known.
 *
 * @param namespace the namespace
 * @param version the version that the change made; of a gap, the version after it
 * @param timestamp when the server committed it; of a gap, when it was noticed
 * @param keys the keys that were written; of a gap, the keys that differ between
 * {@code before} and {@code after}
 * @param before the namespace just before the change
 * @param after the namespace just after the change
 * @param origin who made the change; of a gap, the process that noticed it
 * @param isUnchanged whether the write left everything as it was
 * @param isGap whether this stands for changes that the server's bounded history has
 * forgotten, or for the change to another server, whose versions begin anew
 * @param firstMissing the first missing version of a gap, 1 when the server was replaced;
 * otherwise 0
 * @param lastMissing the last missing version of a gap, otherwise 0
 * @since 0.1.0
 */
public record StateChange(String namespace, long version, Instant timestamp, Set<String> keys, Snapshot before,
		Snapshot after, Origin origin, boolean isUnchanged, boolean isGap, long firstMissing, long lastMissing) {

	@Override
	public String toString() {
		return isGap()
				? "StateChange[" + this.namespace + " missing " + this.firstMissing + ".." + this.lastMissing + "]"
				: "StateChange[" + this.namespace + "@" + this.version + " " + this.keys + " by " + this.origin + "]";
	}

}
