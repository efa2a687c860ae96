package io.zproc.process;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.zproc.client.StateClient;
import io.zproc.client.StateEngine.Commit;
import io.zproc.client.StateEngine.CommitResult;
import io.zproc.protocol.Write;

/**
 * The parts of results that are under way from workers to their parents. They are not
 * published to anybody: nobody watches their namespace.
 */
final class ResultParts {

	/** How many bytes a part has. */
	static final int SIZE = 256 * 1024;

	/** How many parts of a result may be on the server at once. */
	static final int WINDOW = 8;

	private static final String NAMESPACE = "$results";

	private final StateClient client;

	private final UUID session;

	ResultParts(StateClient client, UUID session) {
		this.client = client;
		this.session = session;
	}

	void put(int part, byte[] bytes) {
		commit(List.of(Write.put(key(part), bytes)), false);
	}

	/**
	 * Takes a part from the server, which must be there.
	 */
	byte[] take(int part) {
		byte[] bytes = commit(List.of(Write.remove(key(part))), true).entries().get(0).value();
		if (bytes == null) {
			throw new IllegalStateException("Part " + part + " of a result is not on the state server");
		}
		return bytes;
	}

	/**
	 * Removes what a dead worker may have left behind the parts that it has told of.
	 */
	void removeFrom(int part) {
		commit(IntStream.range(part, part + WINDOW).mapToObj((i) -> Write.remove(key(i))).toList(), false);
	}

	private CommitResult commit(List<Write> writes, boolean wantsEntries) {
		Commit commit = new Commit(NAMESPACE, 0, List.of(), "", wantsEntries, List.of(), writes);
		return this.client.engine().commit(commit).await(this.client.requestTimeout());
	}

	private String key(int part) {
		return this.session + "/" + part;
	}

}
