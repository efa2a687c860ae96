package io.zproc.protocol;

import java.nio.charset.StandardCharsets;

/**
 * The numbers that both ends of a connection must agree on. {@code docs/protocol.md}
 * describes every frame.
 *
 * @since 0.1.0
 */
public final class Protocol {

	/**
	 * The version of the protocol. A server refuses another one by name.
	 */
	public static final int VERSION = 1;

	/**
	 * The first byte of every message, so that a stranger is told apart at once.
	 */
	static final byte MAGIC = 'Z';

	/**
	 * The longest key or namespace, in bytes of UTF-8.
	 */
	public static final int MAX_NAME_BYTES = 4096;

	/**
	 * The longest text that says which trace something belongs to, in bytes of UTF-8.
	 */
	public static final int MAX_TRACE_BYTES = 512;

	/**
	 * What a message may need beside the values that it carries.
	 */
	public static final int MESSAGE_OVERHEAD_BYTES = 1 << 20;

	/**
	 * How many unanswered requests a session may have. Sockets are sized so that none of
	 * their answers is dropped.
	 */
	public static final int MAX_UNANSWERED = 1000;

	/**
	 * The longest list of turns or sequence numbers in a request.
	 */
	static final int MAX_NUMBERS = 2 * MAX_UNANSWERED;

	/**
	 * How many keys the request for a turn may name, to have their values at once.
	 */
	public static final int MAX_EXPECTED_KEYS = 8;

	/**
	 * The first character of namespaces that ZProc keeps for itself.
	 */
	public static final char RESERVED = '$';

	/**
	 * The name under which who follows all namespaces hears that there may be none: no
	 * namespace has it.
	 */
	public static final String NOBODY = String.valueOf(RESERVED);

	private Protocol() {
	}

	/**
	 * The topic on which changes of a namespace are published: length-prefixed, because
	 * XPUB matches prefixes and one namespace's name may begin with another's.
	 * @param namespace the namespace
	 * @return the topic
	 */
	public static byte[] topic(String namespace) {
		byte[] name = namespace.getBytes(StandardCharsets.UTF_8);
		byte[] topic = new byte[name.length + 2];
		topic[0] = (byte) (name.length >>> 8);
		topic[1] = (byte) name.length;
		System.arraycopy(name, 0, topic, 2, name.length);
		return topic;
	}

}
