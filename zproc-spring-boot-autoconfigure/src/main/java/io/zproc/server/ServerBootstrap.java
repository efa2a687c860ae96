package io.zproc.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server is told over its standard input, a pipe from its parent, so that nothing
 * of it stands on a command line, in a file or in the environment.
 *
 * @param secret the password that clients must know
 * @param readyPort the loopback port on which the parent waits for the addresses
 * @param readyToken what proves to the parent that it is this server that answers
 * @param limits the bounds of memory and waits
 * @param saved what it begins with
 * @since 0.1.0
 */
public record ServerBootstrap(String secret, int readyPort, String readyToken, ServerLimits limits,
		List<SavedNamespace> saved) {

	/**
	 * Behind the bootstrap, this byte says that the parent leaves in an orderly way: who
	 * is still connected has had its time.
	 */
	public static final int LEAVE = 'L';

	/**
	 * Writes the bootstrap, and leaves the stream open.
	 * @param stream the child's standard input
	 * @throws IOException when the child does not take it
	 */
	public void writeTo(OutputStream stream) throws IOException {
		DataOutputStream out = new DataOutputStream(stream);
		out.writeUTF(this.secret);
		out.writeInt(this.readyPort);
		out.writeUTF(this.readyToken);
		out.writeInt(this.limits.historyEntries());
		out.writeLong(this.limits.historyBytes());
		out.writeInt(this.limits.maxValueBytes());
		out.writeInt(this.limits.maxCommitBytes());
		out.writeLong(this.limits.atomicTimeoutMs());
		out.writeLong(this.limits.sessionGraceMs());
		out.writeLong(this.limits.heartbeatIntervalMs());
		out.writeInt(this.saved.size());
		for (SavedNamespace namespace : this.saved) {
			namespace.writeTo(out);
		}
		out.flush();
	}

	/**
	 * Reads a bootstrap, and leaves the stream open.
	 * @param stream the standard input
	 * @return the bootstrap
	 * @throws IOException when the stream ends before the bootstrap does
	 */
	public static ServerBootstrap readFrom(InputStream stream) throws IOException {
		DataInputStream in = new DataInputStream(stream);
		return new ServerBootstrap(in.readUTF(), in.readInt(), in.readUTF(), new ServerLimits(in.readInt(),
				in.readLong(), in.readInt(), in.readInt(), in.readLong(), in.readLong(), in.readLong()), saved(in));
	}

	private static List<SavedNamespace> saved(DataInputStream in) throws IOException {
		int count = in.readInt();
		List<SavedNamespace> saved = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			saved.add(SavedNamespace.readFrom(in));
		}
		return saved;
	}

}
