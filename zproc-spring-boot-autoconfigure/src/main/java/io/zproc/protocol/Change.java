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
 * @since 0.1.0
 */
public record Change(long version, long timestampMicros, Origin origin, boolean isUnchanged, List<KeyChange> keys) {

	/**
	 * About how much memory this takes.
	 * @return a number of bytes
	 */
	public long weight() {
		long weight = 128L + this.origin.worker().length() + this.origin.invocation().length();
		for (KeyChange key : this.keys) {
			weight += key.weight();
		}
		return weight;
	}

	static void write(WireWriter out, Change change) {
		out.i64(change.version).i64(change.timestampMicros);
		writeOrigin(out, change.origin);
		out.bool(change.isUnchanged).list(change.keys, KeyChange::write);
	}

	static Change read(WireReader in) {
		return new Change(in.i64(), in.i64(), readOrigin(in), in.bool(), in.list(KeyChange::read));
	}

	static void writeOrigin(WireWriter out, Origin origin) {
		out.text(origin.worker())
			.i32(origin.instance())
			.i64(origin.pid())
			.i32(origin.attempt())
			.text(origin.invocation());
	}

	static Origin readOrigin(WireReader in) {
		return new Origin(in.text(), in.i32(), in.i64(), in.i32(), in.text());
	}

}
