package io.zproc.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.WorkerProcess;
import io.zproc.actuate.LogDescriptor.LogLine;
import io.zproc.actuate.LogFollower.LogNews;
import io.zproc.testing.LeakChecked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the endpoint shows of the output of processes.
 */
@LeakChecked
@Timeout(540)
class ProcessLogTests {

	private static final Duration BOUND = Duration.ofMinutes(3);

	private @Nullable ConfigurableApplicationContext context;

	private ZProcEndpoint start(String mode, String... properties) {
		ConfigurableApplicationContext started = ProcessOperationsTests.start(mode, properties);
		this.context = started;
		return started.getBean(ZProcEndpoint.class);
	}

	private static List<String> texts(ZProcEndpoint endpoint, String process) {
		LogDescriptor log = endpoint.log(process, true);
		assertThat(log).isNotNull();
		return log.lines().stream().map(LogLine::text).toList();
	}

	private static void awaitLine(ZProcEndpoint endpoint, String process, String part) {
		await().atMost(BOUND)
			.untilAsserted(() -> assertThat(texts(endpoint, process)).anyMatch((line) -> line.contains(part)));
	}

	@Test
	void showsWhatProcessesWriteAtAnyDepth() {
		ZProcEndpoint endpoint = start("processes", "zproc.server.jvm-args=-Xlog:gc");
		try (ConfigurableApplicationContext application = this.context) {
			awaitLine(endpoint, "server", "Using ");
			LogFollower follower = endpoint.live().follow("reader-1", true);
			await().atMost(BOUND).until(() -> endpoint.log("reader-1", true) != null);
			assertThat(follower.news()).isNotNull().satisfies((news) -> assertThat(news.anew()).isTrue());
			application.getBean(SharedState.class).put("form", 1);
			await().atMost(BOUND).untilAsserted(() -> {
				LogNews news = follower.news();
				assertThat(news).isNotNull();
				assertThat(news.anew()).isFalse();
				assertThat(news.lines()).anyMatch((line) -> line.text().contains("I cannot read this"));
			});
			assertThat(endpoint.log("reader-1", false).lines()).isNotEmpty()
				.allMatch((line) -> line.text().equals("******"));
			LogFollower stranger = endpoint.live().follow("reader-1", false);
			assertThat(stranger.news().note()).contains("management.endpoint.zproc.show-values");
			assertThat(stranger.news()).isNull();
			keepsTheOutputOfADeadRun(endpoint, application.getBean(SharedState.class));
			showsTheOutputOfAChildInThatOfItsParent(endpoint, application.getBean(ProcessManager.class));
			assertThat(endpoint.log("nobody-1", true)).isNull();
			assertThat(endpoint.live().follow("nobody-1", true).news().note()).isEqualTo("There is no such process");
		}
	}

	private static void keepsTheOutputOfADeadRun(ZProcEndpoint endpoint, SharedState state) {
		Map<String, @Nullable Object> reader = ProcessTree.find(endpoint.processes(), "reader-1");
		ProcessHandle.of(((Number) reader.get("pid")).longValue()).orElseThrow().destroyForcibly();
		state.put("form", 2);
		await().atMost(BOUND)
			.untilAsserted(() -> assertThat(endpoint.log("reader-1", true).lines()).extracting(LogLine::attempt)
				.contains(1, 2));
		assertThat(texts(endpoint, "reader-1")).anyMatch((line) -> line.contains("I cannot read this"));
	}

	private static void showsTheOutputOfAChildInThatOfItsParent(ZProcEndpoint endpoint, ProcessManager processes) {
		WorkerProcess<Object> chief = processes.worker("chief").spawn();
		awaitLine(endpoint, "chief-1", "I am there to be looked at");
		await().atMost(BOUND).until(() -> endpoint.log("spare-1", true) != null);
		LogDescriptor child = endpoint.log("spare-1", true);
		assertThat(child.lines()).isEmpty();
		assertThat(child.note()).contains("by the process " + chief.pid() + ",");
		chief.stop(BOUND);
		assertThat(texts(endpoint, "chief-1")).isNotEmpty();
	}

	@Test
	void saysThatAThreadHasNoOutputOfItsOwn() {
		ZProcEndpoint endpoint = start("in-process");
		try (ConfigurableApplicationContext application = this.context) {
			await().atMost(BOUND).until(() -> endpoint.log("reader-1", true) != null);
			assertThat(application.isActive()).isTrue();
			assertThat(endpoint.log("reader-1", true).lines()).isEmpty();
			assertThat(endpoint.log("reader-1", true).note()).contains("zproc.mode=in-process");
			assertThat(endpoint.log("server", true).note()).contains("was not forked by this application");
			assertThat(endpoint.live().follow("clerk-2", true).news().note()).contains("zproc.mode=in-process");
		}
	}

}
