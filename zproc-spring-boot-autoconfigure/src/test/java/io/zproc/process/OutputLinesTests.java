package io.zproc.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputLines}.
 */
@Timeout(180)
class OutputLinesTests {

	private static final int MAX = OutputLines.MAX_LENGTH;

	@Test
	void linesEndAsOnAnySystem() throws IOException {
		assertThat(lines("a\nb\r\nc\rd\n\n\r\n\re")).containsExactly("a", "b", "c", "d", "", "", "", "e");
		assertThat(lines("")).isEmpty();
		assertThat(lines("\n")).containsExactly("");
		assertThat(lines("a\r\n")).containsExactly("a");
	}

	@Test
	void longLineIsBrokenAndGoesOn() throws IOException {
		String full = "x".repeat(MAX);
		assertThat(lines(full + "\nnext")).containsExactly(full, "next");
		assertThat(lines(full + "\r\n")).containsExactly(full);
		assertThat(lines(full + full + "rest\r\nnext")).containsExactly(full, full, "rest", "next");
	}

	@Test
	void charactersStayWhole() throws IOException {
		String before = "x".repeat(MAX - 1);
		assertThat(lines(before + "\uD83C\uDF6A\uD83C\uDF6A!")).containsExactly(before + "\uD83C\uDF6A",
				"\uD83C\uDF6A!");
		assertThat(lines("\u00fc\u20ac".repeat(MAX / 2) + "\u20ac")).containsExactly("\u00fc\u20ac".repeat(MAX / 2),
				"\u20ac");
	}

	@Test
	void lineWithoutEndIsToldWhileItIsWritten() throws IOException {
		long size = 64L << 20;
		List<Integer> lengths = new ArrayList<>();
		try (OutputLines lines = new OutputLines(new Endless(size))) {
			for (String line = lines.next(); line != null; line = lines.next()) {
				lengths.add(line.length());
			}
		}
		assertThat(lengths).hasSize((int) (size / MAX)).containsOnly(MAX);
	}

	@Test
	void lineIsToldBeforeTheNextOneBegins() throws IOException {
		try (PipedOutputStream process = new PipedOutputStream();
				OutputLines lines = new OutputLines(new PipedInputStream(process))) {
			for (String end : List.of("\n", "\r", "\r\n", "\n")) {
				process.write(("line" + end).getBytes(StandardCharsets.UTF_8));
				process.flush();
				assertThat(lines.next()).isEqualTo("line");
			}
		}
	}

	private static List<String> lines(String output) throws IOException {
		List<String> all = new ArrayList<>();
		try (OutputLines lines = new OutputLines(
				new Trickle(new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8))))) {
			for (String line = lines.next(); line != null; line = lines.next()) {
				all.add(line);
			}
		}
		return all;
	}

	/** One byte at a time. */
	private static final class Trickle extends InputStream {

		private final InputStream in;

		Trickle(InputStream in) {
			this.in = in;
		}

		@Override
		public int read() throws IOException {
			return this.in.read();
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			return this.in.read(bytes, offset, Math.min(1, length));
		}

	}

	/** A long line. */
	private static final class Endless extends InputStream {

		private long left;

		Endless(long size) {
			this.left = size;
		}

		@Override
		public int read() {
			return (this.left-- > 0) ? 'x' : -1;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) {
			int count = (int) Math.min(this.left, length);
			Arrays.fill(bytes, offset, offset + count, (byte) 'x');
			this.left -= count;
			return (count > 0) ? count : -1;
		}

	}

}
