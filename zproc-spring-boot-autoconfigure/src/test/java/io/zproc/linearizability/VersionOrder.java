package io.zproc.linearizability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Whether the versions of a namespace agree with real time: what had ended before a write
 * was called has an older version than the write, and what had ended before a snapshot
 * was called has none that is newer than the snapshot's.
 */
final class VersionOrder {

	private VersionOrder() {
	}

	/**
	 * A write that made a version, or a snapshot that has shown one.
	 *
	 * @param version the version
	 * @param isWrite whether it made the version
	 * @param call when it was called
	 * @param end when it had ended, {@link Operation#PENDING} when nobody knows
	 * @param id who that was
	 */
	record Point(long version, boolean isWrite, long call, long end, String id) {

	}

	/**
	 * Looks for a violation.
	 * @param points all that is known of one namespace
	 * @return a violation, if there is one
	 */
	static Optional<String> violation(List<Point> points) {
		// The newest first; of one version, its snapshots before its write.
		List<Point> newestFirst = new ArrayList<>(points);
		newestFirst.sort(Comparator.comparingLong(Point::version).reversed().thenComparing(Point::isWrite));
		Point earliest = null;
		Point earliestOfVersion = null;
		for (Point point : newestFirst) {
			if (earliestOfVersion != null && earliestOfVersion.version() != point.version()) {
				earliest = earlier(earliest, earliestOfVersion);
				earliestOfVersion = null;
			}
			Point limit = point.isWrite() ? earlier(earliest, earliestOfVersion) : earliest;
			if (limit != null && limit.end() < point.call()) {
				return Optional.of(limit + " had ended before " + point + " was called");
			}
			earliestOfVersion = earlier(earliestOfVersion, point);
		}
		return Optional.empty();
	}

	private static @Nullable Point earlier(@Nullable Point one, @Nullable Point other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.end() <= other.end()) ? one : other;
	}

}
