package io.zproc.apps.traced;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.Swarm;
import io.zproc.apps.Console;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Says which of its processes have worked in the trace of one request.
 */
@SpringBootApplication
public class TracedApplication {

	private static final Duration BOUND = Duration.ofSeconds(90);

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(TracedApplication.class, args);
	}

	@Bean
	Console console(ProcessManager processes, SharedState state, ObservationRegistry registry, Kitchen kitchen) {
		return new Console(Map.of("order",
				() -> Observation.createNotStarted("order", registry).observe(() -> order(processes, state, kitchen))));
	}

	private static @Nullable Object order(ProcessManager processes, SharedState state, Kitchen kitchen) {
		Map<String, Object> traces = new LinkedHashMap<>();
		traces.put("own", kitchen.trace());
		traces.put("worker", processes.spawn(Kitchen::cook, 3).await(BOUND));
		traces.put("restarted", processes.spawn(Kitchen::burn).await(BOUND));
		try (Swarm swarm = processes.swarm("tasters", 1)) {
			traces.put("task", swarm.run(Kitchen::taste, 1));
		}
		state.put("order", "soup");
		for (String watcher : new String[] { "waiter", "cashier", "accountant" }) {
			state.watch(watcher).timeout(BOUND).whenAvailable(watcher).await();
			traces.put(watcher, Objects.requireNonNull(state.get(watcher)));
		}
		return traces;
	}

}
