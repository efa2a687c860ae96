package cookies.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import cookies.FastStart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The cookie application, run from its jar, and a browser that has its page open.
 */
final class CookiePage implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	static final Duration BOUND = Duration.ofMinutes(3);

	private final Path directory;

	private Browser browser;

	private Process application;

	CookiePage(Path directory) {
		this.directory = directory;
	}

	Browser open(String... arguments) throws IOException {
		Path log = this.directory.resolve("log");
		List<String> command = new ArrayList<>(FastStart.OPTIONS);
		command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-jar", Path.of("target/sample-app.jar").toAbsolutePath().toString(), "--server.port=0",
				FastStart.WORKERS));
		command.addAll(List.of(arguments));
		this.application = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		this.browser = new Browser(this.directory.resolve("profile"));
		await().atMost(BOUND).until(() -> PORT.matcher(Files.readString(log)).find());
		Matcher port = PORT.matcher(Files.readString(log));
		assertThat(port.find()).isTrue();
		this.browser.openPage("http://localhost:" + port.group(1));
		return this.browser;
	}

	@Override
	public void close() {
		if (this.browser != null) {
			this.browser.close();
		}
		if (this.application != null) {
			List<ProcessHandle> all = Stream
				.concat(this.application.descendants(), Stream.of(this.application.toHandle()))
				.toList();
			this.application.destroy();
			await().atMost(BOUND).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
		}
	}

}
