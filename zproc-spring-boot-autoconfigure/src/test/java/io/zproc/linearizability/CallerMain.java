package io.zproc.linearizability;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.zproc.AtomicTimeoutException;
import io.zproc.SharedState;
import io.zproc.Snapshot;
import io.zproc.StateTimeoutException;
import io.zproc.StateUnavailableException;
import io.zproc.linearizability.Operation.Kind;
import io.zproc.linearizability.Recorded.Outcome;
import io.zproc.loads.BareClient;
import org.jspecify.annotations.Nullable;

/**
 * A process whose threads call on few keys and write their calls down, until the end of
 * its standard input.
 */
final class CallerMain {

	static final int REGISTER_THREADS = 3;

	static final int KEYS = 4;

	static final String BANK = "bank";

	static final int ACCOUNTS = 4;

	static final long DEPOSIT = 1_000;

	static final String LAST = "last-";

	/** Values are that far from each other, so that some increments leave them unique. */
	private static final long STEP = 1_000;

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

	private final SharedState state;

	private final OperationLog log;

	private final AtomicBoolean isOver = new AtomicBoolean();

	private final int process;

	private CallerMain(SharedState state, OperationLog log, int process) {
		this.state = state;
		this.log = log;
		this.process = process;
	}

	/**
	 * Runs.
	 * @param args the server's address, the log's file, this process's number, the seed
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		Path file = Path.of(args[BareClient.ADDRESS_ARGUMENTS]);
		int process = Integer.parseInt(args[BareClient.ADDRESS_ARGUMENTS + 1]);
		long seed = Long.parseLong(args[BareClient.ADDRESS_ARGUMENTS + 2]);
		try (BareClient client = BareClient.of(args, "caller", process, REQUEST_TIMEOUT);
				OperationLog log = new OperationLog(file)) {
			CallerMain caller = new CallerMain(client.state(), log, process);
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < REGISTER_THREADS; i++) {
				int thread = i;
				threads.add(new Thread(() -> caller.useRegisters(thread, new Random(seed + thread))));
			}
			threads.add(new Thread(() -> caller.transfer(REGISTER_THREADS, new Random(seed - 1))));
			threads.add(new Thread(() -> caller.audit(REGISTER_THREADS + 1)));
			threads.forEach(Thread::start);
			System.out.println("ready");
			while (System.in.read() >= 0) {
				// Until the end.
			}
			caller.isOver.set(true);
			for (Thread thread : threads) {
				thread.join();
			}
			System.out.println("done");
		}
	}

	private String id(int thread, long number) {
		return this.process + "-" + thread + "-" + number;
	}

	// Single keys

	private void useRegisters(int thread, Random random) {
		Map<String, Long> lastSeen = new TreeMap<>();
		for (long number = 1; !this.isOver.get(); number++) {
			String key = "key-" + random.nextInt(KEYS);
			int choice = random.nextInt(100);
			String what = (choice < 30) ? "GET" : (choice < 55) ? "PUT" : (choice < 80) ? "REPLACE"
					: (choice < 92) ? List.of("INCREMENT", "MERGE", "ATOMIC").get(random.nextInt(3)) : "REMOVE";
			long unique = ((this.process * 10L + thread) * 1_000_000 + number) * STEP;
			boolean isAddition = kind(what) == Kind.INCREMENT;
			Recorded call = new Recorded(id(thread, number), what, key, isAddition ? 1 : unique,
					lastSeen.getOrDefault(key, 0L), System.nanoTime(), Operation.PENDING, Outcome.UNKNOWN, 0, "-");
			Recorded end = record(call, () -> onRegister(call));
			if (end.outcome() == Outcome.DONE) {
				lastSeen.put(key, present(end, lastSeen.getOrDefault(key, 0L)));
			}
		}
	}

	/** What a compare-and-set may expect next; 0 is never there. */
	private static long present(Recorded end, long before) {
		return switch (kind(end.what())) {
			case PUT -> end.argument();
			case REPLACE -> (end.result() == 1) ? end.argument() : before;
			case REMOVE -> 0;
			case GET, INCREMENT -> (end.result() != Operation.ABSENT) ? end.result() : 0;
		};
	}

	static Kind kind(String what) {
		return switch (what) {
			case "INCREMENT", "MERGE", "ATOMIC" -> Kind.INCREMENT;
			default -> Kind.valueOf(what);
		};
	}

	private Result onRegister(Recorded call) {
		String key = call.key();
		long argument = call.argument();
		return switch (call.what()) {
			case "GET" -> Result.of(this.state.get(key));
			case "PUT" -> Result.of(this.state.put(key, argument));
			case "REMOVE" -> Result.of(this.state.remove(key));
			case "REPLACE" -> Result.of(this.state.replace(key, call.expected(), argument) ? 1L : 0L);
			case "INCREMENT" -> Result.of(this.state.increment(key, argument));
			case "MERGE" -> Result.of(this.state.merge(key, argument, (one, other) -> (long) one + (long) other));
			case "ATOMIC" -> Result.of(this.state.atomic((working) -> {
				long sum = (long) working.getOrDefault(key, 0L) + argument;
				working.put(key, sum);
				return sum;
			}));
			default -> throw new IllegalArgumentException(call.what());
		};
	}

	// Many keys

	private void transfer(int thread, Random random) {
		SharedState bank = this.state.namespace(BANK);
		String mark = LAST + this.process;
		for (long number = 1; !this.isOver.get(); number++) {
			String from = "account-" + random.nextInt(ACCOUNTS);
			String to = "account-" + random.nextInt(ACCOUNTS);
			long sequence = number;
			long amount = 1L + random.nextInt(20);
			Recorded call = new Recorded(id(thread, number), "TRANSFER", mark, sequence, 0, System.nanoTime(),
					Operation.PENDING, Outcome.UNKNOWN, 0, "-");
			record(call, () -> {
				bank.atomically((working) -> {
					working.increment(from, -amount);
					working.increment(to, amount);
					working.put(mark, sequence);
				});
				return Result.of(sequence);
			});
		}
	}

	private void audit(int thread) {
		SharedState bank = this.state.namespace(BANK);
		for (long number = 1; !this.isOver.get(); number++) {
			SharedState audited = (number % 2 == 0) ? bank : this.state;
			Recorded call = new Recorded(id(thread, number), "SNAPSHOT", audited.namespace(), 0, 0, System.nanoTime(),
					Operation.PENDING, Outcome.UNKNOWN, 0, "-");
			record(call, () -> {
				Snapshot snapshot = audited.snapshot();
				return new Result(snapshot.version(), text(snapshot));
			});
		}
	}

	private static String text(Map<String, @Nullable Object> snapshot) {
		return snapshot.isEmpty() ? "-"
				: snapshot.entrySet()
					.stream()
					.map((entry) -> entry.getKey() + "=" + entry.getValue())
					.sorted()
					.collect(Collectors.joining(","));
	}

	// Calls

	private Recorded record(Recorded call, Supplier<Result> operation) {
		this.log.call(call);
		long started = System.nanoTime();
		Recorded end;
		try {
			Result result = operation.get();
			end = call.ended(started, System.nanoTime(), Outcome.DONE, result.value(), result.detail());
		}
		catch (StateTimeoutException | AtomicTimeoutException ex) {
			end = call.ended(started, System.nanoTime(), Outcome.NOT_APPLIED, 0, reason(ex));
		}
		catch (StateUnavailableException ex) {
			boolean isUnknown = ex.outcome() == StateUnavailableException.Outcome.UNKNOWN;
			end = call.ended(started, System.nanoTime(), isUnknown ? Outcome.UNKNOWN : Outcome.NOT_APPLIED, 0,
					reason(ex));
		}
		this.log.end(end);
		return end;
	}

	private static String reason(RuntimeException ex) {
		return ex.getClass().getSimpleName() + ":" + String.valueOf(ex.getMessage()).replace('\n', ' ');
	}

	/**
	 * What a call returned.
	 */
	private record Result(long value, String detail) {

		static Result of(@Nullable Object value) {
			return new Result((value != null) ? (long) value : Operation.ABSENT, "-");
		}

	}

}
