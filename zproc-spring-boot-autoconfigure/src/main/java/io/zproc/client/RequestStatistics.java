package io.zproc.client;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import io.zproc.protocol.Protocol;
import io.zproc.protocol.Request;

/**
 * How long the state server took to answer the requests of one session, by operation and
 * namespace.
 *
 * @since 0.1.0
 */
public final class RequestStatistics {

	/** The name for the namespaces that are too many to be counted one by one. */
	public static final String OTHER = "other";

	/** The name for the namespaces that ZProc keeps for itself, and for none. */
	public static final String OWN = "$";

	private static final int MAX_NAMESPACES = 100;

	/**
	 * What was asked.
	 */
	public enum Operation {

		/** A key was read. */
		GET,

		/** Keys were counted. */
		SIZE,

		/** A namespace was read, one part of it. */
		SCAN,

		/** Something was written. */
		COMMIT,

		/** A turn was waited for. */
		TAKE,

		/** A turn was given back without a write. */
		RELEASE,

		/** Anything else. */
		INSPECT;

		/**
		 * The operation as people write it.
		 * @return the name
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

		static Operation of(Request request) {
			if (request instanceof Request.Get) {
				return GET;
			}
			if (request instanceof Request.Commit) {
				return COMMIT;
			}
			if (request instanceof Request.Take) {
				return TAKE;
			}
			if (request instanceof Request.Size) {
				return SIZE;
			}
			if (request instanceof Request.Scan || request instanceof Request.ScanNext) {
				return SCAN;
			}
			return (request instanceof Request.Release) ? RELEASE : INSPECT;
		}

	}

	/**
	 * What is counted together.
	 *
	 * @param operation what was asked
	 * @param namespace of which namespace
	 */
	public record Kind(Operation operation, String namespace) {

	}

	private final Map<Operation, Map<String, LatencyHistogram>> histograms = new EnumMap<>(Operation.class);

	/**
	 * Creates statistics of nothing.
	 */
	public RequestStatistics() {
		for (Operation operation : Operation.values()) {
			this.histograms.put(operation, new ConcurrentHashMap<>());
		}
	}

	@SuppressWarnings("NullAway") // there is one for each
	LatencyHistogram of(Request request) {
		Map<String, LatencyHistogram> namespaces = this.histograms.get(Operation.of(request));
		String namespace = namespace(request);
		LatencyHistogram known = namespaces.get(namespace);
		if (known != null) {
			return known;
		}
		return namespaces.computeIfAbsent((namespaces.size() < MAX_NAMESPACES) ? namespace : OTHER,
				(name) -> new LatencyHistogram());
	}

	private static String namespace(Request request) {
		String namespace = OWN;
		if (request instanceof Request.Get get) {
			namespace = get.namespace();
		}
		else if (request instanceof Request.Commit commit) {
			namespace = commit.namespace();
		}
		else if (request instanceof Request.Take take) {
			namespace = take.namespace();
		}
		else if (request instanceof Request.Size size) {
			namespace = size.namespace();
		}
		else if (request instanceof Request.Scan scan) {
			namespace = scan.namespace();
		}
		return (namespace.charAt(0) == Protocol.RESERVED) ? OWN : namespace;
	}

	/**
	 * Shows what was counted.
	 * @param reader is given each kind that was asked for
	 */
	public void forEach(BiConsumer<Kind, LatencyHistogram> reader) {
		this.histograms.forEach((operation, namespaces) -> namespaces
			.forEach((namespace, histogram) -> reader.accept(new Kind(operation, namespace), histogram)));
	}

}
