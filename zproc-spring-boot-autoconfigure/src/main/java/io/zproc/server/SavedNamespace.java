package io.zproc.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A namespace that a new server begins with: what was known of it when the server before
 * had died.
 *
 * @param name its name
 * @param version its version, higher than any that the server before can have given
 * @param entries its keys and encoded values
 * @since 0.1.0
 */
public record SavedNamespace(String name, long version, Map<String, byte[]> entries) {

	/**
	 * Checks the version.
	 */
	public SavedNamespace {
		if (version < 1) {
			throw new IllegalArgumentException(
					"Version of namespace '" + name + "': " + version + " (expected: >= 1, as it was written to)");
		}
	}

	void writeTo(DataOutputStream out) throws IOException {
		write(out, this.name.getBytes(StandardCharsets.UTF_8));
		out.writeLong(this.version);
		out.writeInt(this.entries.size());
		for (Map.Entry<String, byte[]> entry : this.entries.entrySet()) {
			write(out, entry.getKey().getBytes(StandardCharsets.UTF_8));
			write(out, entry.getValue());
		}
	}

	static SavedNamespace readFrom(DataInputStream in) throws IOException {
		String name = new String(read(in), StandardCharsets.UTF_8);
		long version = in.readLong();
		int size = in.readInt();
		Map<String, byte[]> entries = new LinkedHashMap<>();
		for (int i = 0; i < size; i++) {
			entries.put(new String(read(in), StandardCharsets.UTF_8), read(in));
		}
		return new SavedNamespace(name, version, entries);
	}

	private static void write(DataOutputStream out, byte[] bytes) throws IOException {
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	private static byte[] read(DataInputStream in) throws IOException {
		byte[] bytes = new byte[in.readInt()];
		in.readFully(bytes);
		return bytes;
	}

}
