package io.zproc.protocol;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * What the server publishes on a namespace's topic: a change, or, as a heartbeat, only
 * the newest version. A client that has not seen that version asks for what it missed.
 *
 * @param namespace the namespace
 * @param epoch the random id of this run of the server
 * @param version the newest version of the namespace
 * @param change the change that made the version, {@code null} in a heartbeat
 * @since 0.1.0
 */
public record Publication(String namespace, String epoch, long version, @Nullable Change change) {

	/**
	 * Writes the publication.
	 * @return the bytes, topic first
	 */
	public byte[] encode() {
		WireWriter out = new WireWriter(256);
		out.raw(Protocol.topic(this.namespace)).u8(Protocol.MAGIC).u8(Protocol.VERSION).text(this.epoch);
		out.i64(this.version).bool(this.change != null);
		if (this.change != null) {
			Change.write(out, this.change);
		}
		return out.toBytes();
	}

	/**
	 * Reads a publication.
	 * @param message the bytes
	 * @return the publication
	 * @throws MalformedMessageException when the bytes are no publication
	 */
	public static Publication decode(byte[] message) {
		WireReader in = new WireReader(message, 0);
		String namespace = in.name();
		if (in.u8() != Protocol.MAGIC || in.u8() != Protocol.VERSION) {
			throw new MalformedMessageException("A publication of another protocol");
		}
		Publication publication = new Publication(namespace, in.text(), in.i64(), in.bool() ? Change.read(in) : null);
		in.end();
		return publication;
	}

	/**
	 * The namespace of a topic, as a subscription names it.
	 * @param topic the topic
	 * @return the namespace, {@code null} when the bytes are no topic
	 */
	public static @Nullable String namespace(byte[] topic) {
		if (topic.length < 3 || (((topic[0] & 0xFF) << 8) | (topic[1] & 0xFF)) != topic.length - 2) {
			return null;
		}
		return new String(topic, 2, topic.length - 2, StandardCharsets.UTF_8);
	}

}
