package io.zproc.protocol;

import java.util.ArrayList;
import java.util.List;

import io.zproc.protocol.SwarmMessage.Ask;
import io.zproc.protocol.SwarmMessage.Attach;
import io.zproc.protocol.SwarmMessage.Calls;
import io.zproc.protocol.SwarmMessage.Cancel;
import io.zproc.protocol.SwarmMessage.Finished;
import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.protocol.SwarmMessage.Ready;
import io.zproc.protocol.SwarmMessage.Recall;
import io.zproc.protocol.SwarmMessage.Resize;
import io.zproc.protocol.SwarmMessage.Result;
import io.zproc.protocol.SwarmMessage.Returned;
import io.zproc.protocol.SwarmMessage.Status;
import io.zproc.protocol.SwarmMessage.Submit;
import io.zproc.protocol.SwarmMessage.Take;
import io.zproc.protocol.SwarmMessage.Welcome;
import io.zproc.protocol.SwarmMessage.Withdraw;
import io.zproc.protocol.SwarmMessage.Work;

/**
 * A swarm's messages as bytes. Several of them go in one frame: what is sent by the frame
 * costs far more than what is in it.
 *
 * @since 0.1.0
 */
public final class SwarmCodec {

	private static final int MAGIC = 'W';

	private static final int HEADER_BYTES = 2;

	/** The order is part of the protocol. */
	private enum Kind {

		READY, ATTACH, WELCOME, WORK, FINISHED, RECALL, RETURNED, WITHDRAW, SUBMIT, TAKE, CANCEL, RESIZE, ASK, STATUS,
		RESULT

	}

	private static final Kind[] KINDS = Kind.values();

	private static final Outcome[] OUTCOMES = Outcome.values();

	private SwarmCodec() {
	}

	/**
	 * A frame that is being filled.
	 */
	public static final class Frame {

		private WireWriter out = begin();

		private static WireWriter begin() {
			return new WireWriter(1024).u8(MAGIC).u8(Protocol.VERSION);
		}

		/**
		 * Adds a message.
		 * @param message the message
		 */
		public void add(SwarmMessage message) {
			write(this.out, message);
		}

		/**
		 * How many bytes are in it.
		 * @return the number, 0 when nothing was added
		 */
		public int size() {
			return (this.out.size() > HEADER_BYTES) ? this.out.size() : 0;
		}

		/**
		 * Ends the frame; what is added next goes to another.
		 * @return the bytes
		 */
		public byte[] take() {
			byte[] frame = this.out.toBytes();
			this.out = begin();
			return frame;
		}

	}

	/**
	 * Writes a frame of one message.
	 * @param message the message
	 * @return the frame
	 */
	public static byte[] encode(SwarmMessage message) {
		Frame frame = new Frame();
		frame.add(message);
		return frame.take();
	}

	/**
	 * About how many bytes a message takes.
	 * @param message the message
	 * @return what its values take, which is all that can be much
	 */
	public static long size(SwarmMessage message) {
		if (message instanceof Work work) {
			return work.calls().length;
		}
		if (message instanceof Finished finished) {
			return finished.results().length;
		}
		if (message instanceof Result result) {
			return result.results().length;
		}
		if (message instanceof Submit submit) {
			return submit.chunks().stream().mapToLong((calls) -> calls.arguments().length).sum();
		}
		return 0;
	}

	/**
	 * Reads a frame.
	 * @param frame the bytes
	 * @return the messages in it
	 * @throws MalformedMessageException when the bytes are something else
	 */
	public static List<SwarmMessage> decode(byte[] frame) {
		WireReader in = new WireReader(frame, 0);
		int magic = in.u8();
		int version = in.u8();
		if (magic != MAGIC || version != Protocol.VERSION) {
			throw new MalformedMessageException("A frame that begins with " + magic + ", " + version + " (expected: "
					+ MAGIC + ", " + Protocol.VERSION + ")");
		}
		List<SwarmMessage> messages = new ArrayList<>();
		while (in.hasMore()) {
			messages.add(read(in));
		}
		return messages;
	}

	private static void write(WireWriter out, SwarmMessage message) {
		if (message instanceof Work work) {
			out.constant(Kind.WORK).i64(work.chunk()).text(work.method()).value(work.calls());
		}
		else if (message instanceof Finished finished) {
			out.constant(Kind.FINISHED)
				.i64(finished.chunk())
				.constant(finished.outcome())
				.i32(finished.done())
				.value(finished.results());
		}
		else if (message instanceof Submit submit) {
			out.constant(Kind.SUBMIT)
				.text(submit.task())
				.text(submit.method())
				.bool(submit.isWanted())
				.bool(submit.isEarly())
				.list(submit.chunks(), (writer, calls) -> writer.i32(calls.count()).value(calls.arguments()));
		}
		else if (message instanceof Result result) {
			out.constant(Kind.RESULT)
				.text(result.task())
				.i32(result.chunk())
				.i32(result.of())
				.constant(result.outcome())
				.value(result.results());
		}
		else {
			writeRare(out, message);
		}
	}

	private static void writeRare(WireWriter out, SwarmMessage message) {
		if (message instanceof Ready ready) {
			out.constant(Kind.READY).i32(ready.worker());
		}
		else if (message instanceof Attach) {
			out.constant(Kind.ATTACH);
		}
		else if (message instanceof Welcome welcome) {
			out.constant(Kind.WELCOME).i32(welcome.maxMessageBytes());
		}
		else if (message instanceof Recall recall) {
			out.constant(Kind.RECALL).bool(recall.isLast());
		}
		else if (message instanceof Returned returned) {
			out.constant(Kind.RETURNED).list(returned.chunks(), WireWriter::i64);
		}
		else if (message instanceof Withdraw withdraw) {
			out.constant(Kind.WITHDRAW).i64(withdraw.chunk());
		}
		else if (message instanceof Take take) {
			out.constant(Kind.TAKE).text(take.task());
		}
		else if (message instanceof Cancel cancel) {
			out.constant(Kind.CANCEL).text(cancel.task());
		}
		else if (message instanceof Resize resize) {
			out.constant(Kind.RESIZE).i32(resize.size());
		}
		else if (message instanceof Ask ask) {
			out.constant(Kind.ASK).i64(ask.id());
		}
		else if (message instanceof Status status) {
			out.constant(Kind.STATUS)
				.i64(status.id())
				.i32(status.size())
				.i32(status.processes())
				.list(status.counts(), WireWriter::i64);
		}
	}

	private static SwarmMessage read(WireReader in) {
		Kind kind = in.constant(KINDS);
		return switch (kind) {
			case READY -> new Ready(in.i32());
			case ATTACH -> new Attach();
			case WELCOME -> new Welcome(in.i32());
			case WORK -> new Work(in.i64(), in.text(), in.presentValue());
			case FINISHED -> new Finished(in.i64(), in.constant(OUTCOMES), in.i32(), in.presentValue());
			case RECALL -> new Recall(in.bool());
			case RETURNED -> new Returned(in.list(WireReader::i64));
			case WITHDRAW -> new Withdraw(in.i64());
			case SUBMIT -> new Submit(in.text(), in.text(), in.bool(), in.bool(),
					in.list((reader) -> new Calls(reader.i32(), reader.presentValue())));
			case TAKE -> new Take(in.text());
			case CANCEL -> new Cancel(in.text());
			case RESIZE -> new Resize(in.i32());
			case ASK -> new Ask(in.i64());
			case STATUS -> new Status(in.i64(), in.i32(), in.i32(), in.list(WireReader::i64));
			case RESULT -> new Result(in.text(), in.i32(), in.i32(), in.constant(OUTCOMES), in.presentValue());
		};
	}

}
