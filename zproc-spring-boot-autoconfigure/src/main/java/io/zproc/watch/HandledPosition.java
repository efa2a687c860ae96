package io.zproc.watch;

import java.util.List;

import io.zproc.client.StateClient;
import io.zproc.client.StateEngine.Commit;
import io.zproc.process.RunEntries;
import io.zproc.protocol.Write;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to where a process watcher has come, kept on the server so that the watcher can
 * resume there after a restart. It is written without waiting, one write at a time: what
 * a crash loses of it is handled twice, never not at all.
 */
final class HandledPosition {

	private static final Logger logger = LoggerFactory.getLogger(HandledPosition.class);

	private static final String NAMESPACE = RunEntries.POSITIONS;

	private final StateClient client;

	private final String key;

	private long handled;

	private boolean isWriting;

	HandledPosition(StateClient client, String key) {
		this.client = client;
		this.key = key;
	}

	/**
	 * The position of an earlier run.
	 * @param fallback the position when there was none
	 */
	long read(long fallback) {
		Long position = this.client.reserved(NAMESPACE).get(this.key, Long.class);
		return (position != null) ? position : fallback;
	}

	synchronized void handled(long version) {
		this.handled = version;
		if (!this.isWriting) {
			write();
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // what fails is told to written
	private void write() {
		this.isWriting = true;
		long version = this.handled;
		Commit commit = new Commit(NAMESPACE, 0, List.of(), "", false, List.of(),
				List.of(Write.put(this.key, this.client.encode(this.key, version))));
		this.client.engine().commit(commit).future().whenComplete((result, failure) -> written(version, failure));
	}

	private synchronized void written(long version, @org.jspecify.annotations.Nullable Throwable failure) {
		this.isWriting = false;
		if (failure != null) {
			logger.debug("Position {} of watcher '{}' was not written", version, this.key, failure);
		}
		else if (this.handled > version) {
			write();
		}
	}

}
