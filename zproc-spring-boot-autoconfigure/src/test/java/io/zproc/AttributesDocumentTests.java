package io.zproc;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documents name each attribute of the annotations, and no other.
 */
class AttributesDocumentTests {

	private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");

	@Test
	void tableHasEachAttributeOfWorkers() throws IOException {
		assertNamed(ZProcWorker.class, "lifecycle.md");
	}

	@Test
	void tableHasEachAttributeOfWatchers() throws IOException {
		assertNamed(OnStateChange.class, "watching.md");
	}

	/** The first column of the table below the heading. */
	private static void assertNamed(Class<? extends Annotation> annotation, String page) throws IOException {
		String heading = "## The attributes of @" + annotation.getSimpleName();
		List<String> documented = Files.readAllLines(Path.of("../docs", page))
			.stream()
			.dropWhile((line) -> !line.equals(heading))
			.skip(1)
			.takeWhile((line) -> !line.startsWith("#"))
			.filter((line) -> line.startsWith("| `"))
			.flatMap((line) -> NAME.matcher(line.substring(0, line.indexOf('|', 1))).results())
			.map((MatchResult name) -> name.group(1))
			.toList();
		assertThat(documented).containsExactlyInAnyOrderElementsOf(
				Arrays.stream(annotation.getDeclaredMethods()).map(Method::getName).toList());
	}

}
