package io.zproc.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.protocol.Change;
import io.zproc.protocol.Condition;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import io.zproc.protocol.Write;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StateMachine} with a clock that a test sets, and everything that it says.
 */
final class MachineFixture implements Outbox {

	final List<Answer> answers = new ArrayList<>();

	final List<Change> published = new ArrayList<>();

	final StateMachine machine;

	private long nanos = 5_000_000_000L;

	private int peers;

	MachineFixture() {
		this(ServerLimits.defaults());
	}

	MachineFixture(ServerLimits limits) {
		this.machine = new StateMachine("epoch", limits, this, () -> this.nanos);
	}

	record Answer(Object peer, long sequence, Reply reply) {

	}

	@Override
	public void reply(Object peer, long sequence, Reply reply) {
		this.answers.add(new Answer(peer, sequence, reply));
	}

	@Override
	public void publish(String namespace, Change change) {
		this.published.add(change);
	}

	/**
	 * Lets time pass, as the server's loop does.
	 */
	void passMs(long ms) {
		this.nanos += ms * 1_000_000;
		this.machine.tick();
	}

	/**
	 * A client whose session is open.
	 */
	Client client() {
		Client client = new Client();
		client.hello(false);
		return client;
	}

	Client unopenedClient() {
		return new Client();
	}

	static byte[] bytes(int size) {
		byte[] bytes = new byte[size];
		Arrays.fill(bytes, (byte) '1');
		return bytes;
	}

	static byte[] text(String value) {
		return value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
	}

	static String text(byte @Nullable [] value) {
		return (value != null) ? new String(value, java.nio.charset.StandardCharsets.UTF_8) : "absent";
	}

	final class Client {

		final UUID session = UUID.randomUUID();

		Object peer = "peer " + ++MachineFixture.this.peers;

		long nextSequence = 1;

		long lowestUnanswered = 1;

		@Nullable Reply hello(boolean isResumed) {
			return send(this.nextSequence++, new Request.Hello(Protocol.VERSION, isResumed, origin()));
		}

		Origin origin() {
			return new Origin("worker", 2, 42, 1, "");
		}

		void disconnect() {
			MachineFixture.this.machine.disconnected(this.peer);
		}

		/**
		 * Goes on, on another connection.
		 */
		@Nullable Reply reconnect() {
			this.peer = "peer " + ++MachineFixture.this.peers;
			return hello(true);
		}

		/**
		 * The number that the next request will have.
		 */
		long nextSequence() {
			return this.nextSequence;
		}

		/**
		 * Sends a new request.
		 * @return the answer that came at once, or {@code null}
		 */
		@Nullable Reply ask(Request request) {
			return send(this.nextSequence++, request);
		}

		@Nullable Reply send(long sequence, Request request) {
			int before = MachineFixture.this.answers.size();
			MachineFixture.this.machine.handle(this.peer,
					new RequestCodec.Received(this.session, sequence, this.lowestUnanswered, request));
			for (int i = before; i < MachineFixture.this.answers.size(); i++) {
				Answer answer = MachineFixture.this.answers.get(i);
				if (answer.peer().equals(this.peer) && answer.sequence() == sequence) {
					return answer.reply();
				}
			}
			return null;
		}

		/**
		 * All that was said to this client about a request.
		 */
		List<Reply> replies(long sequence) {
			return MachineFixture.this.answers.stream()
				.filter((answer) -> answer.peer().equals(this.peer) && answer.sequence() == sequence)
				.map(Answer::reply)
				.toList();
		}

		@Nullable Reply commit(String namespace, Write... writes) {
			return ask(commitOf(namespace, 0, List.of(), writes));
		}

		@Nullable Reply put(String key, String value) {
			return commit("default", Write.put(key, text(value)));
		}

		@Nullable Reply commitIf(Condition condition, Write... writes) {
			return ask(new Request.Commit("default", 0, List.of(), "", true, List.of(condition), List.of(writes)));
		}

		/**
		 * Asks for a turn.
		 * @return the turn, whether it was granted at once or not
		 */
		long take(String namespace, long... holding) {
			long turn = this.nextSequence;
			ask(new Request.Take(namespace, Arrays.stream(holding).boxed().toList(), List.of()));
			return turn;
		}

		boolean holds(long turn) {
			return replies(turn).stream().anyMatch(Reply.Granted.class::isInstance);
		}

		@Nullable Reply release(long turn) {
			return ask(new Request.Release(turn));
		}

		String read(String key) {
			Reply.Value value = (Reply.Value) ask(new Request.Get("default", key, true));
			return text(value.entry().value());
		}

		KeyValue entry(String key) {
			return ((Reply.Value) ask(new Request.Get("default", key, true))).entry();
		}

	}

	static Request.Commit commitOf(String namespace, long turn, List<Long> holding, Write... writes) {
		return new Request.Commit(namespace, turn, holding, "", true, List.of(), List.of(writes));
	}

}
