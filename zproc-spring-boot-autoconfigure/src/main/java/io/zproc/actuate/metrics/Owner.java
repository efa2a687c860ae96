package io.zproc.actuate.metrics;

import io.micrometer.core.instrument.Tags;
import io.zproc.Origin;

/**
 * Whose meter it is.
 *
 * @param worker the worker
 * @param instance its instance
 */
record Owner(String worker, String instance) {

	static final Owner SERVER = new Owner("state-server", "0");

	static final Owner OTHER = new Owner("other", "0");

	static Owner of(Origin origin) {
		return new Owner(origin.worker().isEmpty() ? "application" : origin.worker(),
				String.valueOf(origin.instance()));
	}

	Tags tags() {
		return Tags.of("worker", this.worker, "instance", this.instance);
	}

}
