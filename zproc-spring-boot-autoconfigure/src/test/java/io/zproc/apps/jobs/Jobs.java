package io.zproc.apps.jobs;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.zproc.ProcessExit;
import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Workers that are started with arguments, or by hand.
 */
@Component
public class Jobs {

	private final SharedState state;

	private @Nullable String running;

	Jobs(SharedState state) {
		this.state = state;
	}

	/**
	 * An order.
	 *
	 * @param id its number
	 * @param items what was ordered
	 */
	public record Order(long id, List<String> items) {

	}

	/**
	 * What only this application throws.
	 */
	public static final class OutOfFlourException extends RuntimeException {

		OutOfFlourException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

	/**
	 * Cannot be made of a message.
	 */
	public static final class OvenException extends IOException {

		OvenException(int degrees, Throwable cause) {
			super("The oven has " + degrees + " degrees", cause);
		}

	}

	@ZProcWorker
	public int bake(int cookies) {
		return cookies * 2;
	}

	@ZProcWorker
	public @Nullable Map<String, Object> describe(@Nullable Order order, WorkerContext context, SharedState own,
			@Value("${jobs.flavour:plain}") String flavour) {
		own.put("described by", context.name());
		return (order == null) ? null : Map.of("order", new Order(order.id() + 1, order.items()), "flavour", flavour,
				"namespace", own.namespace(), "instance", context.instance());
	}

	@ZProcWorker(autoStart = false)
	public void wash() {
		this.state.increment("washed", 1);
	}

	@ZProcWorker
	public void fail(String how) throws Exception {
		this.running = how;
		switch (how) {
			case "oven" -> throw new OvenException(20, new OutOfFlourException("no flour", null));
			case "exit" -> throw new ProcessExit(7);
			case "system exit" -> System.exit(5);
			case "memory" -> {
				List<long[]> all = new ArrayList<>();
				while (all.size() < 1_000_000) {
					all.add(new long[1_000_000]);
				}
			}
			case "leave" -> throw new ProcessExit(0);
			case "cycle" -> {
				Exception first = new IllegalStateException("first");
				Exception second = new IllegalArgumentException("second", first);
				first.initCause(second);
				first.addSuppressed(new UnsupportedOperationException("beside"));
				throw first;
			}
			case "huge" -> throw new IllegalStateException("x".repeat(5_000_000));
			default -> throw new OutOfFlourException("no flour", new IOException("mill"));
		}
	}

	@ZProcWorker(autoStart = false, retryFor = IOException.class, maxRetries = 2, delay = "1ms")
	public int rise(WorkerContext context) throws IOException {
		if (context.retry() < 2) {
			throw new IOException("The oven is cold");
		}
		return context.retry();
	}

	@ZProcWorker(autoStart = false)
	public Object unencodable() {
		return new CountDownLatch(1);
	}

	/**
	 * Takes the end of its time for the end of its wait.
	 */
	@ZProcWorker(autoStart = false, timeLimit = "500ms")
	public String overrun() {
		try {
			new CountDownLatch(1).await();
			return "never";
		}
		catch (InterruptedException ex) {
			return "as if nothing had happened";
		}
	}

	@ZProcWorker(autoStart = false)
	public String waitForEver() throws InterruptedException {
		this.running = "waiting";
		this.state.put("waiting", true);
		new CountDownLatch(1).await();
		return "never";
	}

	@ZProcWorker(autoStart = false)
	public String waitForWord() {
		this.state.put("listening", true);
		this.state.watch("word").whenNotNull("word").timeout(Duration.ofSeconds(60)).await();
		return String.valueOf(this.state.get("word"));
	}

	@ZProcWorker
	public List<String> many(int count, int length) {
		List<String> many = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			many.add(Integer.toString(i % 10).repeat(length));
		}
		return many;
	}

	@PreDestroy
	void end() {
		if (this.running != null) {
			this.state.put("ended", this.running);
		}
	}

	@ZProcWorker
	public int nest(int depth, @Autowired ObjectProvider<ProcessManager> processes) {
		this.state.put("pid at " + depth, ProcessHandle.current().pid());
		return (depth == 0) ? 0 : 1 + processes.getObject().spawn(Jobs::nest, depth - 1).await(Duration.ofSeconds(60));
	}

	@ZProcWorker
	public void hold(int depth, @Autowired ObjectProvider<ProcessManager> processes) throws InterruptedException {
		this.state.put("held at " + depth, ProcessHandle.current().pid());
		if (depth == 0) {
			new CountDownLatch(1).await();
		}
		processes.getObject().spawn(Jobs::hold, depth - 1).await(Duration.ofSeconds(60));
	}

}
