package io.zproc.apps.surviving;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.zproc.OnStateChange;
import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.StateUnavailableException;
import io.zproc.StateUnavailableException.Outcome;
import io.zproc.WorkerProcess;
import io.zproc.ZProcWorker;
import io.zproc.apps.Console;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/**
 * Two processes, one of them started by the other, count while the state server dies; the
 * application and a third process watch.
 */
@SpringBootApplication
public class SurvivingApplication {

	private static final Duration BOUND = Duration.ofMinutes(3);

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(SurvivingApplication.class, args);
	}

	@Bean
	Console console(SharedState state, ProcessManager processes) {
		AtomicReference<@Nullable WorkerProcess<List<Long>>> counter = new AtomicReference<>();
		return new Console(Map.of("begin", () -> {
			counter.set(processes.spawn(Counters::count, 1));
			return "begun";
		}, "finish", () -> {
			state.put("stop", true);
			return counter.get().await(BOUND);
		}, "sum", () -> state.get("n"), "go on", () -> {
			long before = state.increment("n", 0);
			state.watch("n")
				.when((values) -> values.get("n") instanceof Number n && n.longValue() > before + 200)
				.timeout(BOUND)
				.await();
			return "went on";
		}));
	}

	@Component
	static class Counters {

		private final SharedState state;

		Counters(SharedState state) {
			this.state = state;
		}

		/**
		 * Counts until it is told to stop.
		 * @return how many increments were acknowledged, and of how many nobody knows,
		 * with those of the process below
		 */
		@ZProcWorker
		List<Long> count(int depth, @Autowired ObjectProvider<ProcessManager> processes) {
			WorkerProcess<List<Long>> below = (depth > 0) ? processes.getObject().spawn(Counters::count, depth - 1)
					: null;
			Console.fact("counts at " + depth);
			long acknowledged = 0;
			long unknown = 0;
			Map<String, Object> local = this.state.local();
			while (!isStopped(local)) {
				try {
					this.state.increment("n", 1);
					acknowledged++;
				}
				catch (StateUnavailableException ex) {
					unknown += (ex.outcome() == Outcome.UNKNOWN) ? 1 : 0;
				}
			}
			List<Long> others = (below != null) ? below.await(BOUND) : List.of(0L, 0L);
			return List.of(acknowledged + others.get(0), unknown + others.get(1));
		}

		private static boolean isStopped(Map<String, Object> local) {
			try {
				return local.containsKey("stop");
			}
			catch (StateUnavailableException ex) {
				return false;
			}
		}

	}

	@Component
	static class Watchers {

		@OnStateChange("n")
		void inTheApplication(StateChange change) {
			hear("application", change);
		}

		@ZProcWorker
		@OnStateChange("n")
		void inAProcess(StateChange change) {
			hear("process", change);
		}

		private static void hear(String who, StateChange change) {
			if (change.isGap()) {
				Console.fact(who + " has a gap up to " + change.lastMissing());
			}
			else if (change.version() % 100 == 0) {
				Console.fact(who + " hears " + change.version());
			}
		}

	}

}
