package io.zproc.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.zproc.Origin;
import io.zproc.ServerInfo;
import io.zproc.client.StateClient;
import io.zproc.client.StateEngine;
import io.zproc.client.StateEngine.History;
import io.zproc.process.StateConnection;
import io.zproc.protocol.Change;
import io.zproc.protocol.KeyChange;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply.NamespaceStatistics;
import org.jspecify.annotations.Nullable;

/**
 * The state and the processes for somebody who looks on for a while, and asks again and
 * again what is new. Who does so has a position and nothing else: however slow they are,
 * nothing is kept for them but the history that is kept for all.
 *
 * @since 0.1.0
 */
public final class LiveView {

	/** A larger value is named, and has to be asked for. */
	static final int MAX_VALUE_BYTES = 16 << 10;

	/** A look ends after about so many bytes of values; the next one goes on. */
	private static final long MAX_BYTES = 1 << 20;

	/** A look ends after so many changes. */
	private static final int MAX_CHANGES = 50_000;

	private final StateConnection connection;

	private final String defaultNamespace;

	private final ShownValues values;

	private final Supplier<ZProcDescriptor> overview;

	private final ProcessLog log;

	LiveView(StateConnection connection, String defaultNamespace, ShownValues values,
			Supplier<ZProcDescriptor> overview, ProcessLog log) {
		this.connection = connection;
		this.defaultNamespace = defaultNamespace;
		this.values = values;
		this.overview = overview;
		this.log = log;
	}

	/**
	 * Where somebody is in the changes of a namespace.
	 *
	 * @param namespace the namespace
	 * @param epoch the run of the server that the version belongs to
	 * @param era the era of the engine in which the epoch is known to be the present one
	 * @param version the version up to which the changes are known
	 */
	public record Position(String namespace, String epoch, int era, long version) {

	}

	/**
	 * What has become of a namespace since a position: of several changes to a key the
	 * last one.
	 *
	 * @param from the version before the first change
	 * @param version the version after the last change
	 * @param count how many changes there were
	 * @param entries what was written last to each key that was written, in the order of
	 * versions
	 */
	public record News(long from, long version, int count, List<EntryNews> entries) {

	}

	/**
	 * What was written to a key.
	 *
	 * @param key the key
	 * @param value its value
	 * @param large whether the value is too large to be part of this
	 * @param type the kind of value
	 * @param bytes how many bytes the encoded value has
	 * @param version the version of the change
	 * @param writer who made it
	 * @param time when
	 * @param removed whether the key was removed
	 */
	public record EntryNews(String key, @Nullable Object value, boolean large, @Nullable String type, int bytes,
			long version, Origin writer, Instant time, boolean removed) {

	}

	/**
	 * The namespace of the application.
	 * @return its name
	 */
	public String defaultNamespace() {
		return this.defaultNamespace;
	}

	/**
	 * The server, the namespaces in numbers, the processes and the watchers.
	 * @return what there is, without any entry
	 */
	public ZProcDescriptor overview() {
		return this.overview.get();
	}

	/**
	 * Follows what a process writes.
	 * @param process the name of its worker, a dash, and the number of its instance, or
	 * {@code server}
	 * @param isShown whether values may be seen
	 * @return tells what is new
	 */
	public LogFollower follow(String process, boolean isShown) {
		return new LogFollower(this.log, process, isShown);
	}

	/**
	 * The present position in a namespace, which need not be there yet.
	 * @param namespace the namespace
	 * @return the position
	 * @throws IllegalArgumentException when the namespace is not for applications
	 * @throws io.zproc.ZProcException when the server does not answer
	 */
	public Position position(String namespace) {
		if (!namespace.isEmpty() && namespace.charAt(0) == Protocol.RESERVED) {
			throw new IllegalArgumentException("namespace: '" + namespace + "' (expected: one of the application's)");
		}
		StateClient client = this.connection.client();
		StateEngine engine = client.engine();
		Duration timeout = client.requestTimeout();
		while (true) {
			int era = engine.era();
			ServerInfo info = engine.ping().await(timeout);
			long version = engine.statistics()
				.await(timeout)
				.namespaces()
				.stream()
				.filter((known) -> known.name().equals(namespace))
				.mapToLong(NamespaceStatistics::version)
				.findFirst()
				.orElse(0);
			if (era == engine.era()) {
				return new Position(namespace, info.epoch(), era, version);
			}
		}
	}

	/**
	 * What is new since a position.
	 * @param position the position
	 * @param isShown whether values may be seen
	 * @return what is new, {@code null} when that is not known any more: the changes are
	 * forgotten, or the server is another one
	 * @throws io.zproc.ZProcException when the server does not answer
	 */
	public @Nullable News since(Position position, boolean isShown) {
		StateClient client = this.connection.client();
		Gathering gathering = new Gathering(position.version());
		while (client.engine().era() == position.era()) {
			History part = client.engine()
				.history(position.namespace(), gathering.version)
				.await(client.requestTimeout());
			if (part.isForgotten() || client.engine().era() != position.era()) {
				return null;
			}
			if (part.changes().isEmpty() || !gathering.takeAll(part.changes())) {
				return new News(position.version(), gathering.version, gathering.count,
						gathering.last.values().stream().map((written) -> show(written, isShown)).toList());
			}
		}
		return null;
	}

	private EntryNews show(Written written, boolean isShown) {
		byte[] value = written.key().after();
		String key = written.key().key();
		int bytes = (value != null) ? value.length : 0;
		boolean isLarge = bytes > MAX_VALUE_BYTES;
		return new EntryNews(key, isLarge ? null : this.values.show(key, value, isShown), isLarge,
				(value != null) ? ValueType.of(value) : null, bytes, written.change().version(),
				written.change().origin(), StateView.instant(written.change().timestampMicros()), value == null);
	}

	private record Written(Change change, KeyChange key) {

		long weight() {
			byte[] value = this.key.after();
			return 128L + this.key.key().length() + ((value != null) ? Math.min(value.length, MAX_VALUE_BYTES) : 0);
		}

	}

	private static final class Gathering {

		private final Map<String, Written> last = new LinkedHashMap<>();

		private long version;

		private long bytes;

		private int count;

		Gathering(long version) {
			this.version = version;
		}

		/**
		 * Returns false when no more can be taken.
		 */
		boolean takeAll(List<Change> changes) {
			for (Change change : changes) {
				if (this.bytes >= MAX_BYTES || this.count >= MAX_CHANGES) {
					return false;
				}
				take(change);
			}
			return true;
		}

		private void take(Change change) {
			this.version = change.version();
			this.count++;
			for (KeyChange key : change.keys()) {
				Written before = this.last.remove(key.key());
				Written written = new Written(change, key);
				this.bytes += written.weight() - ((before != null) ? before.weight() : 0);
				this.last.put(key.key(), written);
			}
		}

	}

}
