package io.zproc.linearizability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of a log.
 *
 * @param id which call of which thread of which process, as a text without spaces
 * @param what the name of the call
 * @param key the key, or the namespace
 * @param argument what was given
 * @param expected what a compare-and-set wants to find
 * @param call when it was called
 * @param end when it ended, {@link Operation#PENDING} before
 * @param outcome what became of it
 * @param result what it returned
 * @param detail what a snapshot held, or why there is no result, or {@code -}
 */
record Recorded(String id, String what, String key, long argument, long expected, long call, long end, Outcome outcome,
		long result, String detail) {

	/**
	 * What became of a call.
	 */
	enum Outcome {

		/** It has returned. */
		DONE,

		/** It has thrown what says that it has changed nothing and will not. */
		NOT_APPLIED,

		/** It has not ended, or has thrown what says that nobody knows. */
		UNKNOWN

	}

	private static final int FIELDS = 10;

	Recorded ended(long call, long end, Outcome outcome, long result, String detail) {
		return new Recorded(this.id, this.what, this.key, this.argument, this.expected, call,
				(outcome == Outcome.UNKNOWN) ? Operation.PENDING : end, outcome, result, detail);
	}

	String line() {
		return String.join(" ", this.id, this.what, this.key, Long.toString(this.argument),
				Long.toString(this.expected), Long.toString(this.call), Long.toString(this.end), this.outcome.name(),
				Long.toString(this.result), this.detail);
	}

	/**
	 * Reads logs.
	 * @param files the logs of processes that have ended, however they did
	 * @return their calls
	 */
	static List<Recorded> in(Collection<Path> files) throws IOException {
		List<Recorded> all = new ArrayList<>();
		for (Path file : files) {
			all.addAll(calls(Files.readString(file)));
		}
		return all;
	}

	/**
	 * The end of a call takes the place of its beginning. A last line without a line feed
	 * was torn by the kill: a call that was not made, or an end that nobody knows.
	 */
	static Collection<Recorded> calls(String log) {
		Map<String, Recorded> calls = new LinkedHashMap<>();
		log.substring(0, log.lastIndexOf('\n') + 1).lines().forEach((line) -> {
			Recorded recorded = parse(line);
			calls.put(recorded.id, recorded);
		});
		return calls.values();
	}

	private static Recorded parse(String line) {
		String[] fields = line.split(" ", FIELDS);
		if (fields.length != FIELDS) {
			throw new IllegalArgumentException("A line of a log: " + line);
		}
		return new Recorded(fields[0], fields[1], fields[2], Long.parseLong(fields[3]), Long.parseLong(fields[4]),
				Long.parseLong(fields[5]), Long.parseLong(fields[6]), Outcome.valueOf(fields[7]),
				Long.parseLong(fields[8]), fields[9]);
	}

}
