package io.zproc.protocol;

import io.zproc.protocol.Reply.ChangeList;
import io.zproc.protocol.Reply.Chunk;
import io.zproc.protocol.Reply.Committed;
import io.zproc.protocol.Reply.Conflict;
import io.zproc.protocol.Reply.Counted;
import io.zproc.protocol.Reply.Done;
import io.zproc.protocol.Reply.EntryList;
import io.zproc.protocol.Reply.Failure;
import io.zproc.protocol.Reply.Granted;
import io.zproc.protocol.Reply.NamespaceStatistics;
import io.zproc.protocol.Reply.Pong;
import io.zproc.protocol.Reply.ServerStatistics;
import io.zproc.protocol.Reply.Value;
import io.zproc.protocol.Reply.Waiting;
import io.zproc.protocol.Reply.Welcome;
import io.zproc.protocol.Reply.WrittenEntry;

/**
 * Replies as bytes.
 *
 * @since 0.1.0
 */
public final class ReplyCodec {

	private static final int HEADER_BYTES = 11;

	private static final Reply.Code[] CODES = Reply.Code.values();

	private static final Kind[] KINDS = Kind.values();

	private ReplyCodec() {
	}

	/**
	 * A reply as it arrived.
	 *
	 * @param sequence the number of the request that it answers
	 * @param reply the answer
	 */
	public record Received(long sequence, Reply reply) {

	}

	private enum Kind {

		WELCOME, PONG, VALUE, COUNTED, CHUNK, COMMITTED, CONFLICT, GRANTED, DONE, WAITING, CHANGE_LIST,
		SERVER_STATISTICS, FAILURE, ENTRY_LIST

	}

	/**
	 * Writes a reply.
	 * @param sequence the number of the request that it answers
	 * @param reply the answer
	 * @return the bytes
	 */
	public static byte[] encode(long sequence, Reply reply) {
		WireWriter out = new WireWriter(256);
		if (reply instanceof Value value) {
			begin(out, Kind.VALUE, sequence).i64(value.namespaceVersion());
			KeyValue.write(out, value.entry());
		}
		else if (reply instanceof Committed committed) {
			begin(out, Kind.COMMITTED, sequence).i64(committed.version()).list(committed.entries(), KeyValue::write);
		}
		else if (reply instanceof Conflict conflict) {
			KeyValue.write(begin(out, Kind.CONFLICT, sequence), conflict.entry());
		}
		else if (reply instanceof Granted granted) {
			begin(out, Kind.GRANTED, sequence).i64(granted.version())
				.i64(granted.timeoutMs())
				.list(granted.entries(), KeyValue::write);
		}
		else if (reply instanceof Chunk chunk) {
			begin(out, Kind.CHUNK, sequence).i64(chunk.scan())
				.i64(chunk.version())
				.bool(chunk.isLast())
				.list(chunk.entries(), KeyValue::write);
		}
		else if (reply instanceof ChangeList changes) {
			begin(out, Kind.CHANGE_LIST, sequence).i64(changes.current())
				.bool(changes.isForgotten())
				.list(changes.changes(), Change::write);
		}
		else {
			encodeRare(out, sequence, reply);
		}
		return out.toBytes();
	}

	private static void encodeRare(WireWriter out, long sequence, Reply reply) {
		if (reply instanceof Welcome welcome) {
			begin(out, Kind.WELCOME, sequence).text(welcome.epoch())
				.i64(welcome.pid())
				.i64(welcome.sessionGraceMs())
				.i32(welcome.maxValueBytes())
				.i32(welcome.maxCommitBytes());
		}
		else if (reply instanceof Pong pong) {
			begin(out, Kind.PONG, sequence).text(pong.epoch())
				.i64(pong.pid())
				.i64(pong.uptimeMs())
				.i64(pong.requests())
				.i32(pong.sessions());
		}
		else if (reply instanceof Counted counted) {
			begin(out, Kind.COUNTED, sequence).i64(counted.version()).i32(counted.size());
		}
		else if (reply instanceof Failure failure) {
			begin(out, Kind.FAILURE, sequence).constant(failure.code()).text(failure.message());
		}
		else if (reply instanceof ServerStatistics statistics) {
			begin(out, Kind.SERVER_STATISTICS, sequence).i64(statistics.usedBytes())
				.i64(statistics.limitBytes())
				.i32(statistics.sessions())
				.list(statistics.namespaces(), NamespaceStatistics::write);
		}
		else if (reply instanceof EntryList list) {
			begin(out, Kind.ENTRY_LIST, sequence).i64(list.version())
				.i64(list.position())
				.bool(list.isLast())
				.list(list.entries(), WrittenEntry::write);
		}
		else {
			begin(out, (reply instanceof Done) ? Kind.DONE : Kind.WAITING, sequence);
		}
	}

	private static WireWriter begin(WireWriter out, Kind kind, long sequence) {
		return out.u8(Protocol.MAGIC).u8(Protocol.VERSION).constant(kind).i64(sequence);
	}

	/**
	 * Reads a reply.
	 * @param message the bytes
	 * @return the reply
	 * @throws MalformedMessageException when the bytes are no reply
	 */
	public static Received decode(byte[] message) {
		WireReader in = new WireReader(message, 0);
		if (message.length < HEADER_BYTES || in.u8() != Protocol.MAGIC) {
			throw new MalformedMessageException(
					message.length + " bytes that are no reply (expected: at least " + HEADER_BYTES + ", 'Z' first)");
		}
		in.u8();
		Kind kind = in.constant(KINDS);
		long sequence = in.i64();
		Reply reply = body(in, kind);
		in.end();
		return new Received(sequence, reply);
	}

	private static Reply body(WireReader in, Kind kind) {
		return switch (kind) {
			case WELCOME -> new Welcome(in.text(), in.i64(), in.i64(), in.i32(), in.i32());
			case PONG -> new Pong(in.text(), in.i64(), in.i64(), in.i64(), in.i32());
			case VALUE -> new Value(in.i64(), KeyValue.read(in));
			case COUNTED -> new Counted(in.i64(), in.i32());
			case CHUNK -> chunk(in);
			case COMMITTED -> new Committed(in.i64(), in.list(KeyValue::read));
			case CONFLICT -> new Conflict(KeyValue.read(in));
			case GRANTED -> new Granted(in.i64(), in.i64(), in.list(KeyValue::read));
			case DONE -> new Done();
			case WAITING -> new Waiting();
			case CHANGE_LIST -> new ChangeList(in.i64(), in.bool(), in.list(Change::read));
			case SERVER_STATISTICS ->
				new ServerStatistics(in.i64(), in.i64(), in.i32(), in.list(NamespaceStatistics::read));
			case ENTRY_LIST -> new EntryList(in.i64(), in.i64(), in.bool(), in.list(WrittenEntry::read));
			case FAILURE -> new Failure(in.constant(CODES), in.text());
		};
	}

	private static Chunk chunk(WireReader in) {
		long scan = in.i64();
		long version = in.i64();
		boolean isLast = in.bool();
		return new Chunk(scan, version, in.list(KeyValue::read), isLast);
	}

}
