package io.zproc.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.zproc.protocol.CurveKeys;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's process is told over its standard input, a pipe from its parent, so
 * that nothing of it stands on a command line, in a file or in the environment.
 *
 * @param server where the state is
 * @param isServerReplaceable whether another server takes the place of one that has died
 * @param session the session that the worker opens, which the parent ends when the worker
 * is dead
 * @param run the id of the application's run, part of the names of its watchers' calls
 * @param worker the name of the worker
 * @param instance the number of its instance
 * @param attempt how often this instance was started
 * @param namespace the namespace of its state
 * @param since the version of its namespace before any worker was launched
 * @param mainClass the class with the user's main, {@code null} when there is none
 * @param sources the configuration classes: which application of the main it is, or the
 * whole application when there is no main
 * @param properties what a test has set, with the highest precedence
 * @param arguments the application's arguments
 * @param systemProperties what the application got with {@code -D}
 * @param workerHeap the largest heap of workers that it starts and that have none of
 * their own
 * @param heartbeatMs the time between two of its heartbeats
 * @param values the encoded values of the parameters of the worker's method
 * @param trace the trace that its start belongs to, empty for none
 * @since 0.1.0
 */
public record WorkerBootstrap(ServerAddress server, boolean isServerReplaceable, UUID session, String run,
		String worker, int instance, int attempt, String namespace, long since, @Nullable String mainClass,
		List<String> sources, Map<String, String> properties, List<String> arguments,
		Map<String, String> systemProperties, String workerHeap, int heartbeatMs, List<byte[]> values, String trace) {

	/** Behind the bootstrap, this byte asks the worker to stop. */
	public static final int STOP = 'S';

	/** Behind the bootstrap, this byte says that a part of the result was taken. */
	public static final int TAKEN = 'T';

	/** Behind the bootstrap, this byte comes before the address of another server. */
	public static final int SERVER = 'A';

	/**
	 * Writes the bootstrap, and leaves the stream open.
	 * @param stream the child's standard input
	 * @throws IOException when the child does not take it
	 */
	public void writeTo(OutputStream stream) throws IOException {
		DataOutputStream out = new DataOutputStream(stream);
		write(out, this.server);
		out.writeBoolean(this.isServerReplaceable);
		out.writeLong(this.session.getMostSignificantBits());
		out.writeLong(this.session.getLeastSignificantBits());
		write(out, this.run);
		write(out, this.worker);
		out.writeInt(this.instance);
		out.writeInt(this.attempt);
		write(out, this.namespace);
		out.writeLong(this.since);
		write(out, (this.mainClass != null) ? this.mainClass : "");
		write(out, this.sources);
		write(out, this.properties);
		write(out, this.arguments);
		write(out, this.systemProperties);
		write(out, this.workerHeap);
		out.writeInt(this.heartbeatMs);
		out.writeInt(this.values.size());
		for (byte[] value : this.values) {
			write(out, value);
		}
		write(out, this.trace);
		out.flush();
	}

	/**
	 * Reads a bootstrap, and leaves the stream open.
	 * @param stream the standard input
	 * @return the bootstrap
	 * @throws IOException when the stream ends before the bootstrap does
	 */
	public static WorkerBootstrap readFrom(InputStream stream) throws IOException {
		DataInputStream in = new DataInputStream(stream);
		ServerAddress server = readServer(in);
		boolean isServerReplaceable = in.readBoolean();
		UUID session = new UUID(in.readLong(), in.readLong());
		String run = read(in);
		String worker = read(in);
		int instance = in.readInt();
		int attempt = in.readInt();
		String namespace = read(in);
		long since = in.readLong();
		String mainClass = read(in);
		List<String> sources = readList(in);
		Map<String, String> properties = readMap(in);
		List<String> arguments = readList(in);
		Map<String, String> systemProperties = readMap(in);
		String workerHeap = read(in);
		int heartbeatMs = in.readInt();
		int count = in.readInt();
		List<byte[]> values = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			values.add(readBytes(in));
		}
		return new WorkerBootstrap(server, isServerReplaceable, session, run, worker, instance, attempt, namespace,
				since, mainClass.isEmpty() ? null : mainClass, sources, properties, arguments, systemProperties,
				workerHeap, heartbeatMs, values, read(in));
	}

	/**
	 * Tells a child, behind its bootstrap, of the server that takes the place of another.
	 */
	static void writeServer(OutputStream stream, ServerAddress server) throws IOException {
		DataOutputStream out = new DataOutputStream(stream);
		out.write(SERVER);
		write(out, server);
		out.flush();
	}

	/**
	 * Reads what follows {@link #SERVER}.
	 * @param stream the standard input
	 * @return where the server is
	 * @throws IOException when the stream ends before the address does
	 */
	public static ServerAddress readServer(InputStream stream) throws IOException {
		DataInputStream in = new DataInputStream(stream);
		return new ServerAddress(read(in), read(in), read(in), in.readLong(),
				in.readBoolean() ? new CurveKeys(read(in), read(in), read(in)) : null);
	}

	private static void write(DataOutputStream out, ServerAddress server) throws IOException {
		write(out, server.requests());
		write(out, server.changes());
		write(out, server.secret());
		out.writeLong(server.pid());
		CurveKeys curve = server.curve();
		out.writeBoolean(curve != null);
		if (curve != null) {
			write(out, curve.serverKey());
			write(out, curve.publicKey());
			write(out, curve.secretKey());
		}
	}

	private static void write(DataOutputStream out, String text) throws IOException {
		write(out, text.getBytes(StandardCharsets.UTF_8));
	}

	private static void write(DataOutputStream out, byte[] bytes) throws IOException {
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	private static void write(DataOutputStream out, List<String> texts) throws IOException {
		out.writeInt(texts.size());
		for (String text : texts) {
			write(out, text);
		}
	}

	private static void write(DataOutputStream out, Map<String, String> texts) throws IOException {
		write(out, new ArrayList<>(texts.keySet()));
		write(out, new ArrayList<>(texts.values()));
	}

	private static String read(DataInputStream in) throws IOException {
		return new String(readBytes(in), StandardCharsets.UTF_8);
	}

	private static byte[] readBytes(DataInputStream in) throws IOException {
		byte[] bytes = new byte[in.readInt()];
		in.readFully(bytes);
		return bytes;
	}

	private static List<String> readList(DataInputStream in) throws IOException {
		int count = in.readInt();
		List<String> texts = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			texts.add(read(in));
		}
		return texts;
	}

	private static Map<String, String> readMap(DataInputStream in) throws IOException {
		List<String> names = readList(in);
		List<String> values = readList(in);
		Map<String, String> texts = new LinkedHashMap<>();
		for (int i = 0; i < names.size(); i++) {
			texts.put(names.get(i), values.get(i));
		}
		return texts;
	}

}
