package io.zproc.protocol;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The calls of a chunk and their results, as bytes: encoded values in a row. A chunk
 * whose call throws ends with it: the results so far, and the failure.
 *
 * @param values the encoded arguments, or the encoded results
 * @param failure the encoded failure, {@code null} when there is none
 * @param trace the trace that the calls belong to, empty for none
 * @since 0.1.0
 */
public record SwarmCalls(List<byte[]> values, byte @Nullable [] failure, String trace) {

	/**
	 * Calls or results that belong to no trace.
	 * @param values the encoded arguments, or the encoded results
	 * @param failure the encoded failure, {@code null} when there is none
	 */
	public SwarmCalls(List<byte[]> values, byte @Nullable [] failure) {
		this(values, failure, "");
	}

	/**
	 * Writes them.
	 * @return the bytes
	 */
	public byte[] encode() {
		int size = 8 + this.trace.length();
		for (byte[] value : this.values) {
			size += value.length + 4;
		}
		return new WireWriter(size).list(this.values, WireWriter::value)
			.value(this.failure)
			.trace(this.trace)
			.toBytes();
	}

	/**
	 * Reads them.
	 * @param bytes the bytes
	 * @return the values
	 * @throws MalformedMessageException when the bytes are something else
	 */
	public static SwarmCalls decode(byte[] bytes) {
		WireReader in = new WireReader(bytes, 0);
		SwarmCalls calls = new SwarmCalls(in.list(WireReader::presentValue), in.value(),
				in.hasMore() ? in.trace() : "");
		in.end();
		return calls;
	}

}
