package io.zproc.apps.traced;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.zproc.OnStateChange;
import io.zproc.Restart;
import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;

import org.springframework.stereotype.Component;

/**
 * Says in which trace it works.
 */
@Component
public class Kitchen {

	private final Tracer tracer;

	Kitchen(Tracer tracer) {
		this.tracer = tracer;
	}

	String trace() {
		Span span = this.tracer.currentSpan();
		return (span != null) ? span.context().traceId() : "none";
	}

	@ZProcWorker(autoStart = false)
	public String cook(int guests) {
		return trace();
	}

	@ZProcWorker(autoStart = false)
	public String taste(int spoons) {
		return trace();
	}

	@ZProcWorker(autoStart = false, restart = Restart.ON_FAILURE, maxRetries = 1, delay = "1ms")
	public String burn(WorkerContext worker) {
		if (worker.attempt() == 1) {
			Runtime.getRuntime().halt(3);
		}
		if (worker.retry() == 0) {
			throw new IllegalStateException("burnt");
		}
		return trace();
	}

	@OnStateChange("order")
	void serve(SharedState state) {
		state.put("waiter", trace());
	}

	@ZProcWorker
	@OnStateChange("order")
	void bill(SharedState state) {
		state.put("cashier", trace());
	}

	@OnStateChange("cashier")
	void book(SharedState state) {
		state.put("accountant", trace());
	}

}
