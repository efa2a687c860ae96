package io.zproc.protocol;

import java.util.List;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.protocol.Request.Acknowledge;
import io.zproc.protocol.Request.Cancel;
import io.zproc.protocol.Request.Changes;
import io.zproc.protocol.Request.Commit;
import io.zproc.protocol.Request.End;
import io.zproc.protocol.Request.Entries;
import io.zproc.protocol.Request.Entry;
import io.zproc.protocol.Request.Get;
import io.zproc.protocol.Request.Hello;
import io.zproc.protocol.Request.Ping;
import io.zproc.protocol.Request.Release;
import io.zproc.protocol.Request.Scan;
import io.zproc.protocol.Request.ScanNext;
import io.zproc.protocol.Request.Size;
import io.zproc.protocol.Request.Statistics;
import io.zproc.protocol.Request.Take;

/**
 * Requests as bytes: a header of fixed size, then what the kind of request needs.
 *
 * @since 0.1.0
 */
public final class RequestCodec {

	private static final int SESSION_OFFSET = 3;

	private static final int SEQUENCE_OFFSET = SESSION_OFFSET + 16;

	private static final int HEADER_BYTES = SEQUENCE_OFFSET + 16;

	private RequestCodec() {
	}

	/**
	 * A request as it arrived.
	 *
	 * @param session who asks
	 * @param sequence the number of the request within its session
	 * @param lowestUnanswered the lowest number of that session whose answer the client
	 * still waits for
	 * @param request what is asked
	 */
	public record Received(UUID session, long sequence, long lowestUnanswered, Request request) {

	}

	/**
	 * Writes a request. Its session and numbers are filled in by {@link #address}, at the
	 * moment of sending.
	 * @param request the request
	 * @return the bytes
	 */
	public static byte[] encode(Request request) {
		WireWriter out = new WireWriter(estimate(request));
		out.u8(Protocol.MAGIC).u8(Protocol.VERSION).constant(Operation.of(request));
		out.i64(0).i64(0).i64(0).i64(0);
		body(out, request);
		return out.toBytes();
	}

	/**
	 * Fills in who asks.
	 * @param message the encoded request
	 * @param session the session
	 * @param sequence the number of the request within its session
	 * @param lowestUnanswered the lowest number that is unanswered
	 */
	public static void address(byte[] message, UUID session, long sequence, long lowestUnanswered) {
		BigEndian.setI64(message, SESSION_OFFSET, session.getMostSignificantBits());
		BigEndian.setI64(message, SESSION_OFFSET + 8, session.getLeastSignificantBits());
		BigEndian.setI64(message, SEQUENCE_OFFSET, sequence);
		BigEndian.setI64(message, SEQUENCE_OFFSET + 8, lowestUnanswered);
	}

	/**
	 * Reads a request.
	 * @param message the bytes
	 * @return the request and who asks
	 * @throws MalformedMessageException when the bytes are no request
	 */
	public static Received decode(byte[] message) {
		WireReader in = new WireReader(message, 0);
		if (message.length < HEADER_BYTES || in.u8() != Protocol.MAGIC) {
			throw new MalformedMessageException(
					message.length + " bytes that are no request (expected: at least " + HEADER_BYTES + ", 'Z' first)");
		}
		int version = in.u8();
		Operation operation = in.constant(OPERATIONS);
		UUID session = new UUID(in.i64(), in.i64());
		long sequence = in.i64();
		long lowestUnanswered = in.i64();
		if (version != Protocol.VERSION && operation == Operation.HELLO) {
			// The one request that every version must be able to refuse by name.
			return new Received(session, sequence, lowestUnanswered,
					new Hello(version, false, Origin.ofApplication(0)));
		}
		if (version != Protocol.VERSION) {
			throw new MalformedMessageException(
					"A request of protocol version " + version + " (expected: " + Protocol.VERSION + ")");
		}
		Request request = body(in, operation);
		in.end();
		return new Received(session, sequence, lowestUnanswered, request);
	}

	/**
	 * The number of a request that may be malformed, so that its sender can be told.
	 * @param message the bytes
	 * @return the number, 0 when there is none
	 */
	public static long sequence(byte[] message) {
		return (message.length < HEADER_BYTES) ? 0 : new WireReader(message, SEQUENCE_OFFSET).i64();
	}

	private static int estimate(Request request) {
		if (!(request instanceof Commit commit)) {
			return 128;
		}
		int size = 128 + commit.trace().length() + 64 * commit.conditions().size();
		for (Write write : commit.writes()) {
			size += 32 + write.key().length() + ((write.value() != null) ? write.value().length : 0);
		}
		return size;
	}

	private enum Operation {

		HELLO(Hello.class), PING(Ping.class), GET(Get.class), SIZE(Size.class), SCAN(Scan.class),
		SCAN_NEXT(ScanNext.class), COMMIT(Commit.class), TAKE(Take.class), RELEASE(Release.class),
		CHANGES(Changes.class), CANCEL(Cancel.class), END(End.class), STATISTICS(Statistics.class),
		ACKNOWLEDGE(Acknowledge.class), ENTRY(Entry.class), ENTRIES(Entries.class);

		private final Class<? extends Request> type;

		Operation(Class<? extends Request> type) {
			this.type = type;
		}

		static Operation of(Request request) {
			for (Operation operation : OPERATIONS) {
				if (operation.type == request.getClass()) {
					return operation;
				}
			}
			throw new IllegalArgumentException("No operation for " + request);
		}

	}

	private static final Operation[] OPERATIONS = Operation.values();

	private static void body(WireWriter out, Request request) {
		if (request instanceof Hello hello) {
			out.u16(hello.protocolVersion()).bool(hello.isResumed());
			Change.writeOrigin(out, hello.origin());
		}
		else if (request instanceof Get get) {
			out.text(get.namespace()).text(get.key()).bool(get.withValue());
		}
		else if (request instanceof Size size) {
			out.text(size.namespace());
		}
		else if (request instanceof Scan scan) {
			out.text(scan.namespace()).bool(scan.withValues()).i32(scan.limit());
		}
		else if (request instanceof ScanNext next) {
			out.i64(next.scan());
		}
		else if (request instanceof Commit commit) {
			out.text(commit.namespace()).i64(commit.turn()).list(commit.holding(), WireWriter::i64);
			out.text(commit.invocation()).flags(commit.wantsEntries(), commit.trace());
			out.list(commit.conditions(), Condition::write).list(commit.writes(), Write::write);
			out.trace(commit.trace());
		}
		else if (request instanceof Take take) {
			out.text(take.namespace()).list(take.holding(), WireWriter::i64).list(take.expected(), WireWriter::text);
		}
		else if (request instanceof Release release) {
			out.i64(release.turn());
		}
		else if (request instanceof Changes changes) {
			out.text(changes.namespace()).i64(changes.after());
		}
		else if (request instanceof Cancel cancel) {
			out.i64(cancel.sequence());
		}
		else if (request instanceof Acknowledge acknowledge) {
			out.i64(acknowledge.below()).list(acknowledge.unanswered(), WireWriter::i64);
		}
		else if (request instanceof Entry entry) {
			out.text(entry.namespace()).text(entry.key());
		}
		else if (request instanceof Entries entries) {
			out.text(entries.namespace()).i64(entries.position()).text(entries.after()).i32(entries.limit());
		}
		else if (request instanceof End end) {
			out.i64(end.session().getMostSignificantBits()).i64(end.session().getLeastSignificantBits());
		}
	}

	private static Commit commit(WireReader in) {
		String namespace = in.name();
		long turn = in.i64();
		List<Long> holding = in.numbers();
		String invocation = in.text();
		int flags = in.flags();
		return new Commit(namespace, turn, holding, invocation, (flags & 1) != 0, in.list(Condition::read),
				in.list(Write::read), ((flags & 2) != 0) ? in.trace() : "");
	}

	private static Request body(WireReader in, Operation operation) {
		return switch (operation) {
			case HELLO -> new Hello(in.u16(), in.bool(), Change.readOrigin(in));
			case PING -> new Ping();
			case GET -> new Get(in.name(), in.key(), in.bool());
			case SIZE -> new Size(in.name());
			case SCAN -> new Scan(in.name(), in.bool(), in.i32());
			case SCAN_NEXT -> new ScanNext(in.i64());
			case COMMIT -> commit(in);
			case TAKE -> new Take(in.name(), in.numbers(), in.list(WireReader::key, Protocol.MAX_EXPECTED_KEYS));
			case RELEASE -> new Release(in.i64());
			case CHANGES -> new Changes(in.name(), in.i64());
			case CANCEL -> new Cancel(in.i64());
			case END -> new End(new UUID(in.i64(), in.i64()));
			case STATISTICS -> new Statistics();
			case ACKNOWLEDGE -> new Acknowledge(in.i64(), in.numbers());
			case ENTRY -> new Entry(in.name(), in.key());
			case ENTRIES -> new Entries(in.name(), in.i64(), in.key(), in.i32());
		};
	}

}
