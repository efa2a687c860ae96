package io.zproc.server;

import io.zproc.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A key of a {@link Namespace}, in a list in the order of the keys' creation, so that a
 * snapshot can be read chunk by chunk while the namespace changes.
 */
final class StoredEntry {

	final String key;

	/** A running number in the order of the keys' creation. */
	final long position;

	byte[] value;

	long version;

	long timestampMicros;

	/** Who wrote it last: the session's own object, so that a key costs a reference. */
	Origin writer;

	@Nullable StoredEntry previous;

	@Nullable StoredEntry next;

	StoredEntry(String key, long position, long version, byte[] value, Origin writer, long timestampMicros) {
		this.key = key;
		this.position = position;
		this.version = version;
		this.value = value;
		this.writer = writer;
		this.timestampMicros = timestampMicros;
	}

	long weight() {
		return 136 + 2L * this.key.length() + this.value.length;
	}

}
