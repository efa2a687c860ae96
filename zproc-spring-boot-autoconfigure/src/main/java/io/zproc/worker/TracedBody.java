package io.zproc.worker;

import java.util.Set;

import io.zproc.client.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * What a worker runs, as a part of the trace of whoever has started it. Each run is a
 * part of its own.
 */
record TracedBody(WorkerBody body, Tracing tracing, WorkerIdentity identity, String trace) implements WorkerBody {

	@Override
	public Set<String> beanNames() {
		return this.body.beanNames();
	}

	@Override
	public @Nullable Object run() throws Exception {
		return this.tracing.receive(Tracing.Step.SPAWN, this.identity.name(), this.identity.namespace(), this.trace,
				this.body::run);
	}

}
