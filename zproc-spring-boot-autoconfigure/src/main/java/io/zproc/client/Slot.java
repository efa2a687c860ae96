package io.zproc.client;

import java.util.Arrays;

import io.zproc.protocol.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * One key of a {@link WorkingCopy}: what was committed, and what it is now, which is
 * decoded only when somebody looks at it.
 */
final class Slot {

	private final String key;

	private final byte @Nullable [] committed;

	private byte @Nullable [] encoded;

	private @Nullable Object live;

	private boolean isLive;

	private boolean isPresent;

	private long modifications;

	Slot(String key, byte @Nullable [] committed) {
		this.key = key;
		this.committed = committed;
		this.encoded = committed;
		this.isPresent = committed != null;
	}

	boolean isPresent() {
		return this.isPresent;
	}

	byte @Nullable [] committed() {
		return this.committed;
	}

	/**
	 * How often the key was written on purpose; an object that was changed in place is
	 * found by comparing.
	 */
	long modifications() {
		return this.modifications;
	}

	int growth() {
		return (this.isPresent ? 1 : 0) - ((this.committed != null) ? 1 : 0);
	}

	@Nullable Object live(ValueCodec codec) {
		if (!this.isLive && this.encoded != null) {
			this.live = codec.decode(this.key, this.encoded);
			this.isLive = true;
		}
		return this.live;
	}

	void put(@Nullable Object value) {
		this.live = value;
		this.isLive = true;
		this.isPresent = true;
		this.encoded = null;
		this.modifications++;
	}

	void remove() {
		write(null);
	}

	void write(byte @Nullable [] value) {
		this.live = null;
		this.isLive = false;
		this.encoded = value;
		this.isPresent = value != null;
		this.modifications++;
	}

	byte @Nullable [] encoded(ValueCodec codec) {
		if (!this.isPresent) {
			return null;
		}
		if (this.encoded != null && (!this.isLive || ValueCodec.isImmutable(this.live))) {
			return this.encoded;
		}
		byte[] now = codec.encode(this.key, this.live);
		if (!Arrays.equals(now, this.encoded)) {
			this.encoded = now;
		}
		return now;
	}

}
