package cookies;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import static org.assertj.core.api.Assertions.atIndex;
import static org.awaitility.Awaitility.await;

/**
 * The executable jar, as a user runs it.
 */
@Timeout(540)
class CookieApplicationIT {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void bakesAndEatsTenCookiesInFiveProcessesAndLeavesNone(@TempDir Path directory) throws Exception {
		Path log = directory.resolve("log");
		List<String> command = new ArrayList<>(FastStart.OPTIONS);
		command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-jar", Path.of("target/sample-app.jar").toAbsolutePath().toString(), "--server.port=0",
				"--zproc.metrics.interval=500ms", FastStart.WORKERS,
				"--management.metrics.distribution.percentiles.zproc.state.requests=0.5,0.99"));
		Process application = new ProcessBuilder(command).directory(directory.toFile())
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
			showsMeters(port(log).orElseThrow());
			assertThat(list(zproc(port(log).orElseThrow()), "processes"))
				.filteredOn((worker) -> "RUNNING".equals(worker.get("state")))
				.allSatisfy((worker) -> assertThat(((Number) worker.get("heapBytes")).longValue()).isBetween(1L,
						((Number) worker.get("maxHeapBytes")).longValue()));
			application.destroy();
			await().alias("no process is left")
				.pollInSameThread()
				.atMost(Duration.ofSeconds(90))
				.until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
			assertThat(application.exitValue()).isEqualTo(143);
			tellsWhatHappened(Files.readAllLines(log));
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

	/**
	 * In few lines: the server and three processes that start, the bakers' ends, and two
	 * at the end of all.
	 */
	private static void tellsWhatHappened(List<String> log) {
		List<String> lines = log.stream()
			.filter((line) -> line.contains(" INFO ") && line.contains(" io.zproc."))
			.toList();
		assertThat(lines).hasSize(8)
			.satisfies((line) -> assertThat(line).contains("State server is ready"), atIndex(0))
			.satisfies((line) -> assertThat(line).contains("Worker 'eater-1'", "exited with"), atIndex(6))
			.satisfies((line) -> assertThat(line).contains("State server", "has ended after"), atIndex(7));
	}

	private void showsMeters(int port) {
		String[] meters = {
				"zproc_state_requests_seconds_count{instance=\"1\",namespace=\"default\",operation=\"take\""
						+ ",worker=\"baker\"} 5",
				"zproc_state_requests_seconds{instance=\"1\",namespace=\"default\",operation="
						+ "\"commit\",worker=\"eater\",quantile=\"0.99\"}",
				"zproc_state_turn_wait_seconds_count{instance=\"2\",namespace=\"default\",worker=\"baker\"} 5",
				"zproc_state_size_keys{namespace=\"default\"} 3", "zproc_state_memory_used_bytes ",
				"zproc_state_memory_limit_bytes ",
				"zproc_watcher_invocations_seconds_count{instance=\"1\",namespace=\"default\",watcher=\"eater-1\"",
				"zproc_watcher_lag_versions{instance=\"0\",namespace=\"default\",watcher=\"bakery.plateWatcher\"",
				"zproc_process_count{state=\"running\"} 1", "zproc_process_restarts_total{worker=\"eater\"} 0",
				"zproc_process_memory_rss_bytes{instance=\"1\",worker=\"eater\"} ",
				"zproc_process_memory_heap_bytes{instance=\"1\",worker=\"eater\"} ",
				"zproc_process_cpu_usage_cpus{instance=\"0\",worker=\"state-server\"} ",
				"zproc_process_uptime_seconds{instance=\"1\",worker=\"eater\"} " };
		await().alias("each meter is there")
			.pollInSameThread()
			.pollInterval(Duration.ofMillis(200))
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(get(port, "/actuator/prometheus")).contains(meters));
	}

	private static boolean isDone(Map<String, Object> zproc) {
		Map<String, Object> entries = map(map(map(zproc, "namespaces"), "default"), "entries");
		boolean isBaked = Map.of("baked", 10, "eaten", 10, "cookies", 0).equals(entries);
		return isBaked && list(zproc, "processes").stream()
			.filter((process) -> "baker".equals(process.get("name")))
			.allMatch((process) -> process.get("exitCode") != null);
	}

	private Map<String, Object> zproc(int port) {
		String body = get(port, "/actuator/zproc");
		return body.isEmpty() ? Map.of() : JsonParserFactory.getJsonParser().parseMap(body);
	}

	/**
	 * Empty while nobody answers.
	 */
	private String get(int port, String path) {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
				.timeout(Duration.ofSeconds(10))
				.build();
			return this.client.send(request, BodyHandlers.ofString()).body();
		}
		catch (IOException ex) {
			return "";
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
