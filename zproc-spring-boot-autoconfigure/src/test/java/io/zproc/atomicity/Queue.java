package io.zproc.atomicity;

import java.time.Duration;
import java.util.stream.Stream;

import io.zproc.client.StateClient;
import io.zproc.protocol.Reply.NamespaceStatistics;
import org.awaitility.Awaitility;

/**
 * Who waits for a namespace, as the server sees it.
 */
final class Queue {

	/** Generous: the machine may be busy with everything else that is tested. */
	static final Duration BOUND = Duration.ofSeconds(90);

	private final StateClient observer;

	private final String namespace;

	Queue(StateClient observer, String namespace) {
		this.observer = observer;
		this.namespace = namespace;
	}

	void await(int waiting) {
		Awaitility.await()
			.alias(waiting + " wait for '" + this.namespace + "'")
			.pollInterval(Duration.ofMillis(10))
			.atMost(BOUND)
			.until(() -> statistics().anyMatch((each) -> each.waiting() == waiting));
	}

	void awaitHolder() {
		Awaitility.await()
			.alias("'" + this.namespace + "' is held")
			.pollInterval(Duration.ofMillis(10))
			.atMost(BOUND)
			.until(() -> statistics().anyMatch((each) -> each.turn() != null));
	}

	private Stream<NamespaceStatistics> statistics() {
		return this.observer.engine()
			.statistics()
			.await(BOUND)
			.namespaces()
			.stream()
			.filter((each) -> each.name().equals(this.namespace));
	}

}
