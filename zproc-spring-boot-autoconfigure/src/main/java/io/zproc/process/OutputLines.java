package io.zproc.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;

import org.jspecify.annotations.Nullable;

/**
 * The lines that a process writes. Who writes without ever breaking a line takes no more
 * of this process's heap than a line may be long: what is longer is broken, and nothing
 * of it is lost.
 */
final class OutputLines implements AutoCloseable {

	/** In characters. Docker breaks the lines of a container there, too. */
	static final int MAX_LENGTH = 16 << 10;

	private final Reader reader;

	private final char[] read = new char[8 << 10];

	private int position;

	private int limit;

	private boolean isAfterReturn;

	OutputLines(InputStream output) {
		this.reader = new InputStreamReader(output, JvmOptions.OUTPUT_ENCODING);
	}

	/**
	 * Waits for the next line.
	 * @return the line without its end, {@code null} when there is none any more
	 */
	@Nullable String next() throws IOException {
		StringBuilder line = new StringBuilder();
		while (fill()) {
			char next = this.read[this.position];
			boolean isSecondHalf = this.isAfterReturn && next == '\n';
			this.isAfterReturn = false;
			if (!isSecondHalf && !isEnd(next) && isFull(line, next)) {
				return line.toString();
			}
			this.position++;
			if (isSecondHalf) {
				continue;
			}
			if (isEnd(next)) {
				// The line is told now, whether or not a line feed comes.
				this.isAfterReturn = next == '\r';
				return line.toString();
			}
			line.append(next);
		}
		return line.isEmpty() ? null : line.toString();
	}

	private boolean fill() throws IOException {
		while (this.position == this.limit) {
			int count = this.reader.read(this.read);
			if (count < 0) {
				return false;
			}
			this.position = 0;
			this.limit = count;
		}
		return true;
	}

	private static boolean isEnd(char character) {
		return character == '\n' || character == '\r';
	}

	/**
	 * The two halves of a character stay together.
	 */
	private static boolean isFull(StringBuilder line, char next) {
		return line.length() >= MAX_LENGTH
				&& !(line.length() == MAX_LENGTH && Character.isSurrogatePair(line.charAt(MAX_LENGTH - 1), next));
	}

	@Override
	public void close() throws IOException {
		this.reader.close();
	}

}
