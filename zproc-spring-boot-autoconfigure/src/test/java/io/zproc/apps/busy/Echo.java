package io.zproc.apps.busy;

import java.util.ArrayList;
import java.util.List;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.ZProcWorker;
import io.zproc.apps.Console;
import io.zproc.worker.ChildMark;
import jakarta.annotation.PostConstruct;

import org.springframework.stereotype.Component;

/**
 * Answers each change by one that it must not hear itself. Its process is slow to start,
 * so that the changes are there before it is.
 */
@Component
class Echo {

	static final int CHANGES = 20;

	private final SharedState state;

	Echo(SharedState state) {
		this.state = state;
	}

	@PostConstruct
	void start() {
		if (ChildMark.isSet()) {
			Console.fact("starts slowly");
			this.state.namespace("gates").watch("echo").whenTruthy("echo").await();
		}
	}

	@ZProcWorker(name = "echo", namespace = "echo")
	@OnStateChange("n")
	void echo(StateChange change, SharedState state) {
		Long heard = change.after().get("n", Long.class);
		state.atomically((working) -> {
			List<Long> all = working.getList("heard", Long.class);
			List<Long> longer = new ArrayList<>((all != null) ? all : List.of());
			longer.add(heard);
			working.put("heard", longer);
			working.put("n", -heard);
		});
	}

}
