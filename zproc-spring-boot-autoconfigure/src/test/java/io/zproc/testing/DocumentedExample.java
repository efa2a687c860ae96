package io.zproc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of a page in {@code docs} is code of a test.
 */
public final class DocumentedExample {

	private DocumentedExample() {
	}

	/**
	 * Asserts that a page begins with what stands between the comments {@code example}
	 * and {@code end} of a source.
	 * @param page the name of the page
	 * @param opening what stands before that
	 * @param source the source, below the package {@code io.zproc}
	 */
	public static void isShown(String page, String opening, String source) {
		assertThat(page(page)).startsWith(opening + "\n\n" + example(source));
	}

	/**
	 * Asserts that a page has, at any place, what stands between these comments.
	 * @param page the name of the page
	 * @param source the source, below the package {@code io.zproc}
	 */
	public static void isIn(String page, String source) {
		assertThat(page(page)).contains("\n\n" + example(source));
	}

	private static String example(String source) {
		String text = source(source);
		String example = text.substring(text.indexOf("	// example\n") + 12, text.indexOf("	// end\n"));
		return "```java\n" + example.replaceAll("(?m)^\t", "").replace("\t", "    ") + "```\n";
	}

	/**
	 * Asserts that the lines with which a page begins stand in a source.
	 * @param page the name of the page
	 * @param source the source, below the package {@code io.zproc}
	 * @param moreThan how many lines there are at least, and one
	 */
	public static void linesAreFrom(String page, String source, int moreThan) {
		String text = source(source);
		List<String> example = page(page).lines()
			.skip(1)
			.takeWhile((line) -> line.isBlank() || line.startsWith("    "))
			.map(String::strip)
			.filter((line) -> !line.isEmpty())
			.toList();
		assertThat(example).hasSizeGreaterThan(moreThan).allSatisfy((line) -> assertThat(text).contains(line));
	}

	private static String source(String name) {
		return read(Path.of("src/test/java/io/zproc", name));
	}

	private static String page(String name) {
		return read(Path.of("../docs", name));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
