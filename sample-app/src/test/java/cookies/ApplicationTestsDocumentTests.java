package cookies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example in {@code docs/application-tests.md} is a test that runs.
 */
@Timeout(90)
class ApplicationTestsDocumentTests {

	@Test
	void exampleIsTheTest() throws IOException {
		String test = Files.readString(Path.of("src/test/java/cookies/BakeryTests.java"));
		String example = test.substring(test.indexOf("@SpringBootTest(")).strip().replace("\t", "    ");
		assertThat(Files.readString(Path.of("../docs/application-tests.md"))).contains("```java\n" + example + "\n```");
	}

}
