package cookies;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The executable jar, as a user runs it.
 */
@Timeout(180)
class CookieApplicationIntegrationTests {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void bakesAndEatsTenCookiesInFiveProcessesAndLeavesNone(@TempDir Path directory) throws Exception {
		Path log = directory.resolve("log");
		Process application = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-jar", System.getProperty("sample-app.jar"), "--server.port=0")
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		Set<ProcessHandle> processes = new HashSet<>(Set.of(application.toHandle()));
		try {
			await().alias("ten cookies are eaten")
				.pollInSameThread()
				.pollInterval(Duration.ofMillis(200))
				.atMost(Duration.ofSeconds(60))
				.until(() -> {
					application.descendants().forEach(processes::add);
					return port(log).filter((port) -> isDone(zproc(port))).isPresent();
				});
			Map<String, Object> zproc = zproc(port(log).orElseThrow());
			showsFiveProcesses(zproc, application.pid());
			assertThat(map(map(zproc, "namespaces"), "default")).containsEntry("size", 3)
				.containsEntry("truncated", false);
			assertThat(processes).extracting(ProcessHandle::pid)
				.contains(((Number) map(zproc, "server").get("pid")).longValue());
			application.destroy();
			await().alias("no process is left")
				.pollInSameThread()
				.atMost(Duration.ofSeconds(20))
				.until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
			assertThat(application.exitValue()).isEqualTo(143);
		}
		catch (Throwable ex) {
			ex.addSuppressed(new IllegalStateException("The application wrote:\n" + Files.readString(log)));
			throw ex;
		}
		finally {
			Stream.concat(application.descendants(), processes.stream())
				.toList()
				.forEach(ProcessHandle::destroyForcibly);
		}
	}

	private static void showsFiveProcesses(Map<String, Object> zproc, long application) {
		List<Map<String, Object>> workers = list(zproc, "processes");
		assertThat(workers)
			.extracting((worker) -> worker.get("name") + "-" + worker.get("instance") + " " + worker.get("state") + " "
					+ worker.get("exitCode"))
			.containsExactlyInAnyOrder("baker-1 EXITED 0", "baker-2 EXITED 0", "eater-1 RUNNING null");
		assertThat(workers)
			.allSatisfy((worker) -> assertThat(((Number) worker.get("parentPid")).longValue()).isEqualTo(application));
		Set<Long> pids = new HashSet<>(Set.of(application, ((Number) map(zproc, "server").get("pid")).longValue()));
		workers.forEach((worker) -> pids.add(((Number) worker.get("pid")).longValue()));
		assertThat(pids).hasSize(5);
	}

	private static boolean isDone(Map<String, Object> zproc) {
		Map<String, Object> entries = map(map(map(zproc, "namespaces"), "default"), "entries");
		boolean isBaked = Map.of("baked", 10, "eaten", 10, "cookies", 0).equals(entries);
		return isBaked && list(zproc, "processes").stream()
			.filter((process) -> "baker".equals(process.get("name")))
			.allMatch((process) -> process.get("exitCode") != null);
	}

	private Map<String, Object> zproc(int port) {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/zproc"))
				.timeout(Duration.ofSeconds(10))
				.build();
			String body = this.client.send(request, BodyHandlers.ofString()).body();
			return JsonParserFactory.getJsonParser().parseMap(body);
		}
		catch (IOException ex) {
			return Map.of();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static Optional<Integer> port(Path log) throws IOException {
		Matcher matcher = PORT.matcher(Files.readString(log));
		return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Map<String, Object> parent, String name) {
		return (Map<String, Object>) parent.getOrDefault(name, Map.of());
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Map<String, Object> parent, String name) {
		return (List<Map<String, Object>>) parent.getOrDefault(name, List.of());
	}

}
