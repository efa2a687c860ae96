package io.zproc.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last lines that a process has written, those of its earlier runs included. Whoever
 * follows them remembers the number of the last line that they know, and nothing is kept
 * for them.
 *
 * @since 0.1.0
 */
public final class OutputTail {

	/** A longer line is cut. */
	static final int MAX_LINE = 4_096;

	private final Limits limits;

	private final Deque<Line> lines = new ArrayDeque<>();

	private long bytes;

	private long last;

	/**
	 * Creates a tail without lines.
	 * @param limits how much of the output is kept
	 */
	public OutputTail(Limits limits) {
		this.limits = limits;
	}

	/**
	 * How much of the output of a process is kept.
	 *
	 * @param lines how many lines
	 * @param bytes how many bytes, where each character counts as two, and the end of
	 * each line as one character
	 */
	public record Limits(int lines, long bytes) {

		/** The default of the properties. */
		public static final Limits DEFAULT = new Limits(200, 64 << 10);

		/** Nothing is kept. */
		public static final Limits NOTHING = new Limits(0, 0);

		/**
		 * Checks the values.
		 */
		public Limits {
			if (lines < 0 || bytes < 0) {
				throw new IllegalArgumentException(
						"Output to keep: " + lines + " lines, " + bytes + " bytes (expected: >= 0)");
			}
		}

	}

	/**
	 * A line.
	 *
	 * @param number its number, 1 for the first one
	 * @param attempt which run of the process has written it, 1 for the first one
	 * @param text its text
	 */
	public record Line(long number, int attempt, String text) {

		private long bytes() {
			return 2L * (this.text.length() + 1);
		}

	}

	void add(int attempt, String text) {
		long most = Math.min(MAX_LINE, this.limits.bytes() / 2 - 1);
		if (most < 1) {
			return;
		}
		String kept = (text.length() > most) ? cut(text, (int) most) : text;
		synchronized (this.lines) {
			Line line = new Line(++this.last, attempt, kept);
			this.lines.add(line);
			this.bytes += line.bytes();
			while (this.lines.size() > this.limits.lines() || this.bytes > this.limits.bytes()) {
				this.bytes -= this.lines.remove().bytes();
			}
		}
	}

	/**
	 * The two halves of a character stay together.
	 */
	private static String cut(String text, int length) {
		return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
	}

	/**
	 * The lines that are kept and come after one. Lines that come before the first of
	 * them and after that one are not kept any more. Does not block.
	 * @param number the number of the last line that is known, 0 for none
	 * @return the lines, in their order
	 */
	public List<Line> after(long number) {
		synchronized (this.lines) {
			if (number >= this.last) {
				return List.of();
			}
			List<Line> found = new ArrayList<>(this.lines);
			found.removeIf((line) -> line.number() <= number);
			return found;
		}
	}

	List<String> texts() {
		return after(0).stream().map(Line::text).toList();
	}

}
