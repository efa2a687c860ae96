package io.zproc.process.swarm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.zproc.ProcessTimeoutException;
import io.zproc.SwarmTaskException;
import io.zproc.SwarmTaskException.Reason;
import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import io.zproc.process.RebuiltFailure;
import io.zproc.process.RemoteFailure;
import io.zproc.process.StateConnection;
import io.zproc.process.swarm.PendingTask.Ended;
import io.zproc.protocol.SwarmCalls;
import io.zproc.protocol.SwarmMessage;
import io.zproc.protocol.SwarmMessage.Ask;
import io.zproc.protocol.SwarmMessage.Calls;
import io.zproc.protocol.SwarmMessage.Cancel;
import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.protocol.SwarmMessage.Result;
import io.zproc.protocol.SwarmMessage.Status;
import io.zproc.protocol.SwarmMessage.Submit;
import io.zproc.protocol.SwarmMessage.Take;
import io.zproc.protocol.SwarmMessage.Welcome;
import io.zproc.server.swarm.SwarmLink;
import org.jspecify.annotations.Nullable;

/**
 * Whoever has work done by a swarm: knows the tasks whose results are on their way.
 */
final class SwarmCaller implements SwarmLink.Receiver, AutoCloseable {

	private static final Duration ASK_TIMEOUT = Duration.ofSeconds(10);

	/** What a message has beside its values. */
	private static final int HEADER_BYTES = 1_024;

	private final String name;

	private final StateConnection connection;

	private final String ids = UUID.randomUUID().toString().substring(0, 8) + "-";

	private final AtomicLong nextId = new AtomicLong(1);

	private final Map<String, PendingTask> pending = new ConcurrentHashMap<>();

	private final Map<Long, CompletableFuture<Status>> asked = new ConcurrentHashMap<>();

	private final SwarmLink link;

	private volatile int maxMessageBytes;

	private volatile @Nullable String lost;

	SwarmCaller(String name, StateConnection connection, int maxMessageBytes,
			Function<SwarmLink.Receiver, SwarmLink> connect) {
		this.name = name;
		this.connection = connection;
		this.maxMessageBytes = maxMessageBytes;
		this.link = connect.apply(this);
	}

	String name() {
		return this.name;
	}

	StateClient client() {
		return this.connection.client();
	}

	@Override
	public void received(SwarmMessage message) {
		if (message instanceof Result result) {
			PendingTask task = this.pending.get(result.task());
			if (task != null && task.received(result)) {
				this.pending.remove(result.task());
			}
		}
		else if (message instanceof Status status) {
			CompletableFuture<Status> waiting = this.asked.remove(status.id());
			if (waiting != null) {
				waiting.complete(status);
			}
		}
		else if (message instanceof Welcome welcome) {
			this.maxMessageBytes = welcome.maxMessageBytes();
		}
	}

	@Override
	public void lost(String why) {
		this.lost = why;
		List.copyOf(this.pending.keySet()).forEach((id) -> {
			PendingTask task = this.pending.remove(id);
			if (task != null) {
				closed(id, task, why);
			}
		});
		this.asked.values().forEach((waiting) -> waiting.completeExceptionally(new ZProcException(why)));
	}

	private void closed(String id, PendingTask task, String why) {
		task.ended()
			.complete(new Ended(List.of(), new Result(id, 0, 1, Outcome.CLOSED, why.getBytes(StandardCharsets.UTF_8))));
	}

	boolean isLost() {
		return this.lost != null;
	}

	String newId() {
		return this.ids + this.nextId.getAndIncrement();
	}

	/**
	 * Has a task done.
	 * @return what becomes of it; never, when nobody here wants its result
	 */
	PendingTask submit(Submit task) {
		for (Calls calls : task.chunks()) {
			if (calls.arguments().length > this.maxMessageBytes - HEADER_BYTES) {
				throw new IllegalArgumentException("The arguments of a chunk of " + calls.count() + " calls of '"
						+ task.method() + "' take " + calls.arguments().length + " bytes (expected: <= "
						+ (this.maxMessageBytes - HEADER_BYTES) + "; give it fewer calls at once)");
			}
		}
		PendingTask waiting = new PendingTask();
		if (task.isWanted()) {
			this.pending.put(task.task(), waiting);
		}
		say(task.task(), task);
		return waiting;
	}

	PendingTask take(String id) {
		PendingTask waiting = this.pending.computeIfAbsent(id, (fresh) -> new PendingTask());
		say(id, new Take(id));
		return waiting;
	}

	private void say(String id, SwarmMessage message) {
		this.link.send(message);
		String why = this.lost;
		if (why != null) {
			PendingTask task = this.pending.remove(id);
			if (task != null) {
				closed(id, task, why);
			}
		}
	}

	void cancel(String id) {
		this.link.send(new Cancel(id));
	}

	void say(SwarmMessage message) {
		this.link.send(message);
	}

	Status ask() {
		long id = this.nextId.getAndIncrement();
		CompletableFuture<Status> waiting = new CompletableFuture<>();
		this.asked.put(id, waiting);
		this.link.send(new Ask(id));
		String why = this.lost;
		if (why != null) {
			waiting.completeExceptionally(new ZProcException(why));
		}
		return get(waiting, ASK_TIMEOUT, "the progress of swarm '" + this.name + "'");
	}

	/**
	 * Waits for results.
	 * @param timeout how long, {@code null} until there is an answer
	 */
	List<byte[]> await(String id, PendingTask task, @Nullable Duration timeout) {
		return results(id, get(task.ended(), timeout, "task '" + id + "' of swarm '" + this.name + "'"));
	}

	List<byte[]> results(String id, Ended ended) {
		Result bad = ended.bad();
		if (bad == null) {
			return ended.results();
		}
		throw failure(id, bad);
	}

	private ZProcException failure(String id, Result bad) {
		String who = "Task '" + id + "' of swarm '" + this.name + "'";
		if (bad.outcome() == Outcome.FAILED) {
			StateClient client = client();
			byte[] encoded = SwarmCalls.decode(bad.results()).failure();
			RemoteFailure failure = (encoded != null) ? RemoteFailure.of(client.decode(who, encoded)) : null;
			if (failure != null) {
				return new RebuiltFailure(client::throwableClass).of(who, failure);
			}
		}
		Reason reason = switch (bad.outcome()) {
			case CANCELLED -> Reason.CANCELLED;
			case SET_ASIDE -> Reason.SET_ASIDE;
			case LOST -> Reason.LOST;
			case CLOSED -> Reason.CLOSED;
			case OK, FAILED, UNKNOWN -> Reason.UNKNOWN;
		};
		return new SwarmTaskException(
				who + " has no result (" + reason + "): " + new String(bad.results(), StandardCharsets.UTF_8), id,
				reason);
	}

	private static <T> T get(CompletableFuture<T> future, @Nullable Duration timeout, String what) {
		try {
			return (timeout != null) ? future.get(timeout.toNanos(), TimeUnit.NANOSECONDS) : future.get();
		}
		catch (TimeoutException ex) {
			throw new ProcessTimeoutException("There was no answer for " + what + " within " + timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ZProcException("The thread was interrupted while it waited for " + what, ex);
		}
		catch (ExecutionException ex) {
			throw new ZProcException("There is no answer for " + what + ": " + ex.getCause(), ex.getCause());
		}
	}

	@Override
	public void close() {
		this.link.close();
		if (this.lost == null) {
			lost("Swarm '" + this.name + "' was left by this process");
		}
	}

}
