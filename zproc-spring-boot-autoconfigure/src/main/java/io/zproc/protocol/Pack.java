package io.zproc.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several small messages as one, so that they cost ZeroMQ one message. It has a first
 * byte of its own, and holds no other pack.
 *
 * @since 0.1.0
 */
public final class Pack {

	/** A larger message gains nothing from being packed. */
	public static final int MAX_MESSAGE_BYTES = 1024;

	/** How many messages a pack has at the most. */
	public static final int MAX_MESSAGES = 64;

	private static final byte MAGIC = 'P';

	private static final int HEADER_BYTES = 2;

	private Pack() {
	}

	/**
	 * Packs messages.
	 * @param messages at most {@value #MAX_MESSAGES}, each of at most
	 * {@value #MAX_MESSAGE_BYTES} bytes
	 * @return the pack; of one message, that message itself
	 */
	public static byte[] of(List<byte[]> messages) {
		if (messages.size() == 1) {
			return messages.get(0);
		}
		int size = HEADER_BYTES;
		for (byte[] message : messages) {
			size += 4 + message.length;
		}
		WireWriter out = new WireWriter(size);
		out.u8(MAGIC).u8(Protocol.VERSION);
		messages.forEach(out::value);
		return out.toBytes();
	}

	/**
	 * Whether a message is a pack.
	 * @param message the message
	 * @return whether it has to be taken apart
	 */
	public static boolean isPack(byte[] message) {
		return message.length > 0 && message[0] == MAGIC;
	}

	/**
	 * Takes a pack apart.
	 * @param message a pack or another message
	 * @return the messages in it, or the other message
	 * @throws MalformedMessageException when it is a pack that cannot be read
	 */
	public static List<byte[]> split(byte[] message) {
		if (!isPack(message)) {
			return List.of(message);
		}
		WireReader in = new WireReader(message, 1);
		int version = in.u8();
		if (version != Protocol.VERSION) {
			throw new MalformedMessageException(
					"A pack of protocol version " + version + " (expected: " + Protocol.VERSION + ")");
		}
		List<byte[]> messages = new ArrayList<>(MAX_MESSAGES);
		while (in.hasMore()) {
			byte[] part = in.presentValue();
			if (isPack(part) || messages.size() == MAX_MESSAGES) {
				throw new MalformedMessageException("A pack in a pack, or of more than " + MAX_MESSAGES + " messages: "
						+ Arrays.toString(Arrays.copyOf(message, 16)) + " ...");
			}
			messages.add(part);
		}
		return messages;
	}

}
