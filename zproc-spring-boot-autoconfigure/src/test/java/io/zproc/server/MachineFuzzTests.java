package io.zproc.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.protocol.Change;
import io.zproc.protocol.Condition;
import io.zproc.protocol.MalformedMessageException;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Publication;
import io.zproc.protocol.Reply;
import io.zproc.protocol.ReplyCodec;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import io.zproc.protocol.Write;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever an authenticated client sends, the {@link StateMachine} throws nothing, what
 * it says can be written, and it goes on for others.
 */
@LeakChecked
@Timeout(180)
class MachineFuzzTests {

	private static final UUID[] SESSIONS = { new UUID(0, 1), new UUID(0, 2), new UUID(0, 3) };

	private static final String[] NAMESPACES = { "one", "two", "three" };

	private long nanos = 1;

	private int said;

	private final Outbox writing = new Outbox() {

		@Override
		public void reply(Object peer, long sequence, Reply reply) {
			MachineFuzzTests.this.said += ReplyCodec.encode(sequence, reply).length;
		}

		@Override
		public void publish(String namespace, Change change) {
			byte[] message = new Publication(namespace, "epoch", change.version(), change).encode();
			assertThat(Publication.decode(message).version()).isEqualTo(change.version());
		}

	};

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void survivesRandomRequestsAndSpoiltOnes(long seed) {
		Random random = new Random(seed);
		StateMachine machine = new StateMachine("epoch", new ServerLimits(50, 5_000, 100, 300, 1_000, 1_000, 1_000),
				this.writing, () -> this.nanos);
		for (int i = 0; i < 30_000; i++) {
			byte[] message = RequestCodec.encode(request(random));
			RequestCodec.address(message, SESSIONS[random.nextInt(3)], random.nextInt(3_000), i / 20);
			if (random.nextInt(4) == 0) {
				message[random.nextInt(message.length)] = (byte) random.nextInt();
			}
			Object peer = "peer " + random.nextInt(5);
			try {
				machine.handle(peer, RequestCodec.decode(message));
			}
			catch (MalformedMessageException ex) {
				this.said++;
			}
			this.nanos += random.nextInt(3_000_000);
			if (random.nextInt(50) == 0) {
				machine.disconnected(peer);
			}
			machine.tick();
		}
		for (int peer = 0; peer < 5; peer++) {
			machine.disconnected("peer " + peer);
		}
		this.nanos += 1_000_000_000L;
		machine.tick();
		assertThat(machine.hasTimers()).isFalse();
		assertThat(machine.connectedSessions()).isZero();
		assertThat(this.said).isPositive();
	}

	private static Request hello() {
		return new Request.Hello(Protocol.VERSION, false, Origin.ofApplication(1));
	}

	private static Request request(Random random) {
		String namespace = NAMESPACES[random.nextInt(3)];
		return switch (random.nextInt(14)) {
			case 0 -> hello();
			case 1 -> new Request.Ping();
			case 2 -> new Request.Get(namespace, key(random), true);
			case 3 -> new Request.Scan(namespace, random.nextBoolean(), random.nextInt(20) - 2);
			case 4 -> new Request.ScanNext(random.nextInt(3_000));
			case 5, 6, 7 -> commit(random, namespace);
			case 8, 9 -> new Request.Take(namespace, holding(random), List.of(key(random)));
			case 10 -> new Request.Release(random.nextInt(3_000));
			case 11 -> new Request.Changes(namespace, random.nextInt(100) - 5);
			case 12 -> new Request.Cancel(random.nextInt(3_000));
			default ->
				(random.nextInt(20) == 0) ? new Request.End(SESSIONS[random.nextInt(3)]) : new Request.Statistics();
		};
	}

	private static Request commit(Random random, String namespace) {
		List<Write> writes = new ArrayList<>();
		for (int i = random.nextInt(4); i > 0; i--) {
			writes.add(switch (random.nextInt(6)) {
				case 0, 1 -> Write.put(key(random), value(random));
				case 2 -> Write.remove(key(random));
				case 3 -> Write.increment(key(random), random.nextLong());
				case 4 -> Write.clear();
				default -> Write.pop();
			});
		}
		List<Condition> conditions = (random.nextInt(3) != 0) ? List.of()
				: List.of(Condition.version(key(random), random.nextInt(50)), Condition.nullOrAbsent(key(random)));
		return new Request.Commit(namespace, random.nextBoolean() ? 0 : random.nextInt(3_000), holding(random),
				"é".repeat(random.nextInt(100)), random.nextBoolean(), conditions, writes);
	}

	private static List<Long> holding(Random random) {
		return random.nextBoolean() ? List.of() : List.of((long) random.nextInt(3_000), (long) random.nextInt(3_000));
	}

	private static String key(Random random) {
		return "k" + random.nextInt(10);
	}

	private static byte[] value(Random random) {
		byte[] value = new byte[random.nextInt(120)];
		if (random.nextBoolean()) {
			random.nextBytes(value);
		}
		else {
			Arrays.fill(value, (byte) '9');
		}
		return value;
	}

}
