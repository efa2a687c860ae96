package io.zproc.launch;

import java.time.Duration;
import java.util.Map;

import io.zproc.SharedState;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application's own test, which says nothing about ZProc.
 */
@LeakChecked
@Timeout(180)
@SpringBootTest(classes = LaunchedApplication.class, webEnvironment = WebEnvironment.NONE)
@DirtiesContext
class InProcessUnderTestTests {

	@Autowired
	private SharedState state;

	@Test
	void workerRunsAsThreadAndNothingIsForked() {
		this.state.watch("facts").whenNotNull("facts").timeout(Duration.ofSeconds(10)).await();
		assertThat(this.state.getMap("facts", String.class)).containsEntry("pid",
				Long.toString(ProcessHandle.current().pid()));
		assertThat(ProcessHandle.current().descendants()).isEmpty();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("zproc-keep-alive");
	}

	@Test
	void contextsHaveStatesOfTheirOwnAndGoOnWhenPaused() throws Exception {
		TestContextManager first = new TestContextManager(First.class);
		TestContextManager second = new TestContextManager(Second.class);
		first.beforeTestClass();
		ConfigurableApplicationContext one = context(first);
		echo(one, "a");
		first.afterTestClass();
		second.beforeTestClass();
		ConfigurableApplicationContext two = context(second);
		assertThat(two).isNotSameAs(one);
		assertThat(state(two)).doesNotContainKey("ping");
		echo(two, "b");
		one.pause();
		echo(one, "c");
		one.restart();
		assertThat(state(two)).containsEntry("ping", "b");
		echo(one, "d");
		assertThat(state(one)).containsEntry("heard", 3L);
		first.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		second.afterTestClass();
		second.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		assertThat(one.isActive() || two.isActive()).isFalse();
	}

	private static ConfigurableApplicationContext context(TestContextManager manager) {
		return (ConfigurableApplicationContext) manager.getTestContext().getApplicationContext();
	}

	private static SharedState state(ConfigurableApplicationContext context) {
		return context.getBean(SharedState.class);
	}

	private static void echo(ConfigurableApplicationContext context, String word) {
		Map<String, Object> state = state(context);
		Object before = state.getOrDefault("heard", 0L);
		state.put("ping", word);
		await().atMost(Duration.ofSeconds(90))
			.until(() -> word.equals(state.get("pong")) && !before.equals(state.getOrDefault("heard", 0L)));
	}

	@SpringBootTest(classes = EchoApplication.class, webEnvironment = WebEnvironment.NONE, properties = "echo=first")
	static class First {

	}

	@SpringBootTest(classes = EchoApplication.class, webEnvironment = WebEnvironment.NONE, properties = "echo=second")
	static class Second {

	}

}
