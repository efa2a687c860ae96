package io.zproc.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.zproc.Origin;
import io.zproc.ZProcException;
import io.zproc.client.ChangeListener;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.Change;
import io.zproc.protocol.KeyChange;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.ServerAddress;
import io.zproc.server.SavedNamespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process has of the state: the newest values of all namespaces, as far as
 * their changes have come here. It takes what the server's entries take.
 */
final class StateBackup implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(StateBackup.class);

	/**
	 * How far the versions of a new server are above what is known here of the one
	 * before: further than that can have gone on before it died.
	 */
	static final long LEAP = 1_000_000;

	private final JeroMqEngine engine;

	private final Map<String, Copy> copies = new ConcurrentHashMap<>();

	/**
	 * Begins to follow a server.
	 */
	StateBackup(ServerAddress server) {
		this.engine = new JeroMqEngine(server, UUID.randomUUID(), Origin.ofApplication(ProcessHandle.current().pid()),
				true);
		this.engine.followAll((namespace) -> this.copies.computeIfAbsent(namespace, (name) -> new Copy()));
	}

	/**
	 * Goes on with another server.
	 */
	void movedTo(ServerAddress address) {
		this.engine.movedTo(address);
	}

	/**
	 * What the next server begins with, when the one before is dead. Waits for what has
	 * left it and is on its way here.
	 * @param timeout how long at the most
	 */
	List<SavedNamespace> contents(Duration timeout) throws InterruptedException {
		if (!this.engine.awaitLastWords(timeout)) {
			logger.warn("What the dead state server has published last may be missing: it did not come within {}",
					timeout);
		}
		List<SavedNamespace> saved = new ArrayList<>();
		this.copies.forEach((name, copy) -> {
			if (copy.version() > 0) {
				saved.add(copy.save(name));
			}
		});
		return saved;
	}

	/**
	 * The version of a namespace that has come here.
	 * @return the version, 0 when nothing has
	 */
	long version(String namespace) {
		Copy copy = this.copies.get(namespace);
		return (copy != null) ? copy.version() : 0;
	}

	@Override
	public void close() {
		this.engine.close();
	}

	/**
	 * A namespace. Told on the engine's thread, asked on another.
	 */
	private static final class Copy implements ChangeListener {

		private Map<String, byte[]> values = new HashMap<>();

		private long version;

		@Override
		public synchronized void reset(long version, List<KeyValue> entries) {
			Map<String, byte[]> fresh = new HashMap<>();
			for (KeyValue entry : entries) {
				byte[] value = entry.value();
				if (value != null) {
					fresh.put(entry.key(), value);
				}
			}
			this.values = fresh;
			this.version = Math.max(this.version, version);
		}

		@Override
		public synchronized void change(Change change) {
			for (KeyChange key : change.keys()) {
				byte[] after = key.after();
				if (after != null) {
					this.values.put(key.key(), after);
				}
				else {
					this.values.remove(key.key());
				}
			}
			this.version = Math.max(this.version, change.version());
		}

		@Override
		public void lost(ZProcException reason) {
			// Whoever closes the engine, or gives the server up, does not ask any more.
		}

		synchronized long version() {
			return this.version;
		}

		/**
		 * The version stays, so that a server that dies before it was followed has a
		 * successor that begins above it.
		 */
		synchronized SavedNamespace save(String name) {
			this.version += LEAP;
			return new SavedNamespace(name, this.version, new HashMap<>(this.values));
		}

	}

}
