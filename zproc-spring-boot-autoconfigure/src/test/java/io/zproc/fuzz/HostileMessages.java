package io.zproc.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.protocol.Condition;
import io.zproc.protocol.MalformedMessageException;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import io.zproc.protocol.Write;

/**
 * Requests that a client with the password could send, and should not: valid ones in a
 * mad order, with wrong sessions, numbers, lengths, counts, kinds and versions, and
 * oversized ones. They write to a few namespaces of their own, so that they fill those
 * and not the server, which would rightly refuse its good client then.
 */
final class HostileMessages {

	private static final int HEADER_BYTES = 35;

	private static final int NAMESPACES = 6;

	private static final int[] LIES = { -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1, 255, 65_535, 1 << 20, 1 << 30 };

	private static final long[] NUMBERS = { 0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1, 1L << 32 };

	private final Random random;

	private final int maxValueBytes;

	private UUID session;

	private long sequence;

	HostileMessages(Random random, int maxValueBytes) {
		this.random = random;
		this.maxValueBytes = maxValueBytes;
		this.session = newSession();
	}

	private UUID newSession() {
		return new UUID(this.random.nextLong(), this.random.nextLong());
	}

	/**
	 * The valid beginning of a connection.
	 */
	byte[] hello() {
		this.session = newSession();
		this.sequence = 0;
		return address(new Request.Hello(Protocol.VERSION, false, Origin.ofApplication(1)));
	}

	private byte[] address(Request request) {
		byte[] message = RequestCodec.encode(request);
		RequestCodec.address(message, this.session, ++this.sequence, this.sequence - this.random.nextInt(20));
		return message;
	}

	byte[] next() {
		byte[] message = address(request());
		int kind = this.random.nextInt(100);
		if (kind < 10) {
			RequestCodec.address(message, (kind == 0) ? newSession() : this.session, number(), number());
		}
		else if (kind < 30) {
			for (int i = this.random.nextInt(3); i >= 0; i--) {
				message[this.random.nextInt(message.length)] = (byte) this.random.nextInt();
			}
		}
		else if (kind < 40) {
			message = Arrays.copyOf(message, this.random.nextInt(2 * message.length));
		}
		else if (kind < 55 && message.length >= HEADER_BYTES + 4) {
			int lie = LIES[this.random.nextInt(LIES.length)];
			ByteBuffer.wrap(message).putInt(HEADER_BYTES + this.random.nextInt(message.length - HEADER_BYTES - 3), lie);
		}
		else if (kind < 60) {
			message[this.random.nextInt(3)] = (byte) this.random.nextInt();
		}
		else if (kind < 65) {
			this.random.nextBytes(message);
		}
		return writesElsewhere(message) ? address(new Request.Ping()) : message;
	}

	private long number() {
		return this.random.nextBoolean() ? NUMBERS[this.random.nextInt(NUMBERS.length)] : this.random.nextInt(5_000);
	}

	private static boolean writesElsewhere(byte[] message) {
		try {
			return RequestCodec.decode(message).request() instanceof Request.Commit commit
					&& !commit.namespace().matches("hostile-\\d") && !commit.writes().isEmpty();
		}
		catch (MalformedMessageException ex) {
			return false;
		}
	}

	private Request request() {
		if (this.random.nextInt(400) == 0) {
			return oversized();
		}
		String namespace = "hostile-" + this.random.nextInt(NAMESPACES);
		long recent = this.sequence - this.random.nextInt(50);
		return switch (this.random.nextInt(18)) {
			case 0 -> new Request.Hello(this.random.nextInt(3), this.random.nextBoolean(), Origin.ofApplication(1));
			case 1 -> new Request.Ping();
			case 2 -> new Request.Get(namespace, key(), true);
			case 3 -> new Request.Scan(namespace, this.random.nextBoolean(), this.random.nextInt(20) - 2);
			case 4 -> new Request.ScanNext(recent);
			case 5, 6, 7 -> commit(namespace);
			case 8 -> new Request.Take(namespace, holding(), List.of(key(), key()));
			case 9 -> new Request.Take(namespace + UUID.nameUUIDFromBytes(new byte[] { (byte) recent }), holding(),
					List.of());
			case 10 -> new Request.Release(recent);
			case 11 -> new Request.Changes(namespace, this.random.nextInt(1_000) - 5);
			case 12 -> new Request.Cancel(this.sequence + this.random.nextInt(2_000));
			case 13 -> new Request.End(this.random.nextInt(10) == 0 ? this.session : newSession());
			case 14 -> new Request.Statistics();
			case 15 -> new Request.Acknowledge(number(), holding());
			case 16 -> new Request.Entry(namespace, key());
			default -> new Request.Entries(namespace, number(), key(), this.random.nextInt(100) - 5);
		};
	}

	private Request oversized() {
		String namespace = "hostile-" + this.random.nextInt(NAMESPACES);
		return switch (this.random.nextInt(6)) {
			case 0 -> commit(namespace, "", List.of(), List.of(Write.put("big", new byte[this.maxValueBytes])));
			case 1 -> commit(namespace, "", List.of(), List.of(Write.put("big", new byte[this.maxValueBytes + 1])));
			case 2 -> commit(namespace, "i".repeat(65_535), List.of(), List.of(Write.put("k".repeat(4_096), value())));
			case 3 -> new Request.Take(namespace, Collections.nCopies(50_000, (long) this.random.nextInt(100)),
					Collections.nCopies(50_000, key()));
			case 4 -> new Request.Acknowledge(this.sequence, Collections.nCopies(50_000, this.sequence));
			default -> commit(namespace, "", Collections.nCopies(5_000, Condition.present(key())),
					Collections.nCopies(5_000, Write.increment(key(), this.random.nextInt())));
		};
	}

	private static Request commit(String namespace, String invocation, List<Condition> conditions, List<Write> writes) {
		return new Request.Commit(namespace, 0, List.of(), invocation, true, conditions, writes);
	}

	private Request commit(String namespace) {
		List<Write> writes = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			writes.add(switch (this.random.nextInt(6)) {
				case 0, 1 -> Write.put(key(), value());
				case 2 -> Write.remove(key());
				case 3 -> Write.increment(key(), this.random.nextLong());
				case 4 -> Write.clear();
				default -> Write.pop();
			});
		}
		List<Condition> conditions = (this.random.nextInt(3) != 0) ? List.of()
				: List.of(Condition.version(key(), number()), Condition.nullOrAbsent(key()));
		long turn = this.random.nextBoolean() ? 0 : this.sequence - this.random.nextInt(30);
		return new Request.Commit(namespace, turn, holding(), "é".repeat(this.random.nextInt(100)),
				this.random.nextBoolean(), conditions, writes, "t".repeat(this.random.nextInt(513)));
	}

	private List<Long> holding() {
		return this.random.nextBoolean() ? List.of()
				: List.of(number(), this.sequence - this.random.nextInt(30), number());
	}

	private String key() {
		return "k" + this.random.nextInt(20);
	}

	private byte[] value() {
		byte[] value = new byte[this.random.nextInt(this.random.nextInt(20) == 0 ? 5_000 : 100)];
		if (this.random.nextBoolean()) {
			this.random.nextBytes(value);
		}
		else {
			Arrays.fill(value, (byte) '9');
		}
		return value;
	}

}
