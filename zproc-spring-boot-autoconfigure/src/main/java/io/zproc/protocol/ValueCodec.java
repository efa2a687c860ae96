package io.zproc.protocol;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;

/** Placeholder until merged. */
public final class ValueCodec {

	private static final ObjectMapper M = new ObjectMapper();

	public ValueCodec(Collection<String> p, ClassLoader loader) {
	}

	public byte[] encode(String key, @Nullable Object value) {
		try {
			return (value instanceof Long n) ? EncodedInteger.ofLong(n) : M.writeValueAsBytes(value);
		}
		catch (IOException ex) {
			throw new ZProcException("no", ex);
		}
	}

	public @Nullable Object decode(String key, byte[] encoded) {
		try {
			return (encoded[0] == '{' && encoded[2] == '@')
					? java.util.Objects.requireNonNull(EncodedInteger.parse(encoded)).value()
					: M.readValue(encoded, Object.class);
		}
		catch (IOException ex) {
			throw new ZProcException("no", ex);
		}
	}

	public <T> @Nullable T decode(String key, byte[] encoded, Class<T> type) {
		return M.convertValue(decode(key, encoded), type);
	}

	@SuppressWarnings("unchecked")
	public <T> @Nullable List<@Nullable T> decodeList(String key, byte[] encoded, Class<T> type) {
		return (List<T>) decode(key, encoded);
	}

	@SuppressWarnings("unchecked")
	public <T> @Nullable Map<String, @Nullable T> decodeMap(String key, byte[] encoded, Class<T> type) {
		return (Map<String, T>) decode(key, encoded);
	}

	public <T> @Nullable T convert(String key, @Nullable Object value, Class<T> type) {
		return M.convertValue(value, type);
	}

	@SuppressWarnings("unchecked")
	public <T> @Nullable List<@Nullable T> convertList(String key, @Nullable Object value, Class<T> type) {
		return (List<T>) value;
	}

	@SuppressWarnings("unchecked")
	public <T> @Nullable Map<String, @Nullable T> convertMap(String key, @Nullable Object value, Class<T> type) {
		return (Map<String, T>) value;
	}

	public static boolean isImmutable(@Nullable Object value) {
		return value == null || value instanceof Number || value instanceof String || value instanceof Boolean;
	}

}
