package io.zproc.server.swarm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.zproc.protocol.SwarmMessage;
import io.zproc.protocol.SwarmMessage.Calls;
import io.zproc.protocol.SwarmMessage.Finished;
import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.protocol.SwarmMessage.Result;
import io.zproc.protocol.SwarmMessage.Submit;
import io.zproc.protocol.SwarmMessage.Work;

/**
 * A dispatcher with a clock that stands still, and what it has said to whom.
 */
final class DispatcherFixture {

	static final long MS = 1_000_000;

	long nanos = 1;

	final Map<Object, List<SwarmMessage>> said = new LinkedHashMap<>();

	final Dispatcher dispatcher;

	DispatcherFixture() {
		this(new DispatcherLimits(3, 60_000, 1_000, 1 << 20));
	}

	DispatcherFixture(DispatcherLimits limits) {
		this.dispatcher = new Dispatcher(limits,
				(peer, message) -> this.said.computeIfAbsent(peer, (fresh) -> new ArrayList<>()).add(message),
				() -> this.nanos);
	}

	static Submit task(String id, int chunks) {
		return new Submit(id, "square", true, false, calls(chunks, 1));
	}

	static Submit keptTask(String id, int chunks) {
		return new Submit(id, "square", false, false, calls(chunks, 1));
	}

	static Submit earlyTask(String id) {
		return new Submit(id, "square", true, true, calls(1, 1));
	}

	static List<Calls> calls(int chunks, int each) {
		return IntStream.range(0, chunks).mapToObj((i) -> new Calls(each, bytes("arguments " + i))).toList();
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	void worker(int number) {
		this.dispatcher.started(number);
		this.dispatcher.ready(number, "worker " + number);
	}

	void kill(int number) {
		this.dispatcher.disconnected(number);
		this.dispatcher.died(number, "killed by signal 9", true);
	}

	void finish(int number, Work work) {
		this.dispatcher.finished(number, new Finished(work.chunk(), Outcome.OK, 1, work.calls()));
	}

	/**
	 * What was said to somebody since this was asked the last time.
	 */
	<M extends SwarmMessage> List<M> take(Object peer, Class<M> type) {
		List<SwarmMessage> messages = this.said.getOrDefault(peer, new ArrayList<>());
		List<M> found = messages.stream().filter(type::isInstance).map(type::cast).toList();
		messages.removeIf(type::isInstance);
		return found;
	}

	Work work(int number) {
		List<Work> given = take("worker " + number, Work.class);
		if (given.size() != 1) {
			throw new AssertionError("Worker " + number + " was given " + given + " (expected: one chunk)");
		}
		return given.get(0);
	}

	List<Work> allWork(int number) {
		return take("worker " + number, Work.class);
	}

	List<Result> results(Object caller) {
		return take(caller, Result.class);
	}

	static String text(Result result) {
		return new String(result.results(), StandardCharsets.UTF_8);
	}

}
