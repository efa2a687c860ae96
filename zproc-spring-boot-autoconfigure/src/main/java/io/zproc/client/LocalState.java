package io.zproc.client;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

import io.zproc.protocol.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * The read-only view of a replica. Each call looks at one cut.
 */
final class LocalState extends AbstractMap<String, @Nullable Object> {

	private static final String READ_ONLY = "The local replica cannot be changed; change the shared state";

	private final Replica replica;

	private final ValueCodec codec;

	LocalState(Replica replica, ValueCodec codec) {
		this.replica = replica;
		this.codec = codec;
	}

	private EncodedSnapshot cut() {
		Replica.Cut cut = this.replica.upToDate();
		return new EncodedSnapshot(cut.version(), cut.values(), this.codec);
	}

	@Override
	public @Nullable Object get(@Nullable Object key) {
		return cut().get(key);
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return cut().containsKey(key);
	}

	@Override
	public @Nullable Object remove(@Nullable Object key) {
		throw new UnsupportedOperationException(READ_ONLY);
	}

	@Override
	public void putAll(Map<? extends String, ? extends @Nullable Object> entries) {
		throw new UnsupportedOperationException(READ_ONLY);
	}

	@Override
	public void clear() {
		throw new UnsupportedOperationException(READ_ONLY);
	}

	@Override
	public @Nullable Object put(String key, @Nullable Object value) {
		throw new UnsupportedOperationException(READ_ONLY);
	}

	@Override
	public int size() {
		return cut().size();
	}

	@Override
	public Set<String> keySet() {
		return cut().keySet();
	}

	@Override
	public Set<Entry<String, @Nullable Object>> entrySet() {
		return cut().entrySet();
	}

}
