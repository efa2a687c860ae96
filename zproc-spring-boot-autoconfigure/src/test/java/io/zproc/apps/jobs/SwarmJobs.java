package io.zproc.apps.jobs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;

import org.springframework.stereotype.Component;

/**
 * What a swarm is told to do.
 */
@Component
public class SwarmJobs {

	private final SharedState state;

	SwarmJobs(SharedState state) {
		this.state = state;
	}

	@ZProcWorker
	public int square(int number) {
		return number * number;
	}

	@ZProcWorker
	public long pid(int ignored, WorkerContext context, SharedState own) {
		own.put("last", context.instance());
		return ProcessHandle.current().pid();
	}

	@ZProcWorker
	public Jobs.Order again(Jobs.Order order) {
		return new Jobs.Order(order.id() + 1, order.items());
	}

	@ZProcWorker
	public int refuseOdd(int number) {
		if (number % 2 == 1) {
			throw new Jobs.OutOfFlourException(number + " is odd", null);
		}
		return number;
	}

	/**
	 * Takes until the gate of its name is opened.
	 */
	@ZProcWorker
	public String pass(String gate) {
		this.state.increment("at " + gate, 1);
		this.state.watch(gate).whenTruthy(gate).await();
		return gate;
	}

	@ZProcWorker
	public String interrupted(String key) throws InterruptedException {
		this.state.put(key, "began");
		try {
			new CountDownLatch(1).await();
		}
		finally {
			this.state.put(key, "ended");
		}
		return "never";
	}

	/**
	 * Ends its process at once so many times, as a crash in native code would.
	 */
	@ZProcWorker
	public long crash(String key, int times) {
		long before = this.state.increment(key, 1);
		if (before <= times) {
			Runtime.getRuntime().halt(134);
		}
		return before;
	}

	/**
	 * Uses the swarm of another process.
	 */
	@ZProcWorker
	public List<Object> useFromElsewhere(String swarm, String task,
			@org.springframework.beans.factory.annotation.Autowired ProcessManager processes) {
		var found = processes.swarm(swarm);
		Integer taken = found.take(task, Integer.class, java.time.Duration.ofSeconds(30));
		List<Integer> squares = found.map(SwarmJobs::square, IntStream.range(0, 20).boxed().toList());
		return List.of(taken, squares, Map.of("size", found.progress().size()));
	}

}
