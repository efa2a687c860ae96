package io.zproc.protocol;

import java.util.List;

import io.zproc.Origin;

/**
 * A committed change of a namespace, as the history keeps it.
 *
 * @param version the version that it made
 * @param timestampMicros when it was committed, in microseconds since 1970
 * @param origin who made it
 * @param isUnchanged whether it left everything as it was
 * @param keys what it did to each key that it wrote
 * @param trace the trace that it belongs to, empty for none
 * @since 0.1.0
 */
public record Change(long version, long timestampMicros, Origin origin, boolean isUnchanged, List<KeyChange> keys,
		String trace) {

	/**
	 * A change that belongs to no trace.
	 * @param version the version that it made
	 * @param timestampMicros when it was committed, in microseconds since 1970
	 * @param origin who made it
	 * @param isUnchanged whether it left everything as it was
	 * @param keys what it did to each key that it wrote
	 */
	public Change(long version, long timestampMicros, Origin origin, boolean isUnchanged, List<KeyChange> keys) {
		this(version, timestampMicros, origin, isUnchanged, keys, "");
	}

	/**
	 * About how much memory this takes.
	 * @return a number of bytes
	 */
	public long weight() {
		long weight = 128L + this.origin.worker().length() + this.origin.invocation().length() + this.trace.length();
		for (KeyChange key : this.keys) {
			weight += key.weight();
		}
		return weight;
	}

	static void write(WireWriter out, Change change) {
		out.i64(change.version).i64(change.timestampMicros);
		writeOrigin(out, change.origin);
		out.flags(change.isUnchanged, change.trace).list(change.keys, KeyChange::write).trace(change.trace);
	}

	static Change read(WireReader in) {
		long version = in.i64();
		long timestampMicros = in.i64();
		Origin origin = readOrigin(in);
		int flags = in.flags();
		return new Change(version, timestampMicros, origin, (flags & 1) != 0, in.list(KeyChange::read),
				((flags & 2) != 0) ? in.trace() : "");
	}

	static void writeOrigin(WireWriter out, Origin origin) {
		out.text(origin.worker())
			.i32(origin.instance())
			.i64(origin.pid())
			.i32(origin.attempt())
			.text(origin.invocation())
			.i32(origin.incarnation());
	}

	static Origin readOrigin(WireReader in) {
		return new Origin(in.text(), in.i32(), in.i64(), in.i32(), in.text(), in.i32());
	}

}
