package io.zproc.client.jeromq;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.zproc.Origin;
import io.zproc.client.StateEngine.Commit;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.Write;
import io.zproc.server.ServerLimits;
import io.zproc.server.StateServer;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An engine that is closed under load, while threads are interrupted, leaves none of
 * JeroMQ's threads behind.
 */
@LeakChecked
@Timeout(360)
class InterruptedCloseTests {

	private static final int ENGINES = 10;

	@Test
	void closingThreadIsInterruptedAllTheTime() throws Exception {
		closeAll((thread) -> thread.getName().equals("closing"));
	}

	/**
	 * JeroMQ gives the same error by itself, rarely: here it is made where it waits for
	 * the end of its threads.
	 */
	@Test
	void terminationIsInterrupted() throws Exception {
		closeAll((thread) -> thread.getName().equals("zproc-context-close")
				&& Stream.of(thread.getStackTrace()).anyMatch((frame) -> frame.getMethodName().equals("waitEvent")));
	}

	@Test
	void engineThatNeverReachedItsServerIsClosed() throws Exception {
		Set<Thread> before = jeroMqThreads(Set.of());
		ServerAddress nowhere = new ServerAddress("tcp://127.0.0.1:1", "tcp://127.0.0.1:1", "s".repeat(64),
				ProcessHandle.current().pid());
		JeroMqEngine engine = new JeroMqEngine(nowhere, UUID.randomUUID(), Origin.ofApplication(1));
		engine.close();
		awaitEnd(before);
		assertThat(engine.awaitLastWords(Duration.ofSeconds(30))).isTrue();
	}

	private static void closeAll(Predicate<Thread> isInterrupted) throws IOException, InterruptedException {
		try (StateServer server = new StateServer("s".repeat(64), ServerLimits.defaults())) {
			for (int i = 0; i < ENGINES; i++) {
				Set<Thread> before = jeroMqThreads(Set.of());
				JeroMqEngine engine = new JeroMqEngine(server.address(), UUID.randomUUID(), Origin.ofApplication(1));
				engine.ping().await(Duration.ofSeconds(30));
				closeUnderLoad(engine, isInterrupted);
				awaitEnd(before);
			}
		}
	}

	private static void closeUnderLoad(JeroMqEngine engine, Predicate<Thread> isInterrupted)
			throws InterruptedException {
		CompletableFuture<Boolean> closed = new CompletableFuture<>();
		CountDownLatch isLoaded = new CountDownLatch(100);
		Thread closing = new Thread(() -> {
			try {
				engine.close();
				closed.complete(true);
			}
			catch (RuntimeException ex) {
				closed.completeExceptionally(ex);
			}
		}, "closing");
		for (int i = 0; i < 500; i++) {
			Write put = Write.put("k" + i, new byte[] { '1' });
			var unused = engine.commit(new Commit("default", 0, List.of(), "", false, List.of(), List.of(put)))
				.future()
				.whenComplete((result, failure) -> isLoaded.countDown());
		}
		assertThat(isLoaded.await(30, TimeUnit.SECONDS)).isTrue();
		closing.start();
		while (closing.isAlive()) {
			Thread.getAllStackTraces().keySet().stream().filter(isInterrupted).forEach(Thread::interrupt);
			closing.join(1);
		}
		assertThat(closed).isCompletedWithValue(true);
	}

	/**
	 * JeroMQ's reaper says that it is done as the last thing it does: its thread may be
	 * seen for a moment more.
	 */
	private static void awaitEnd(Set<Thread> before) {
		await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(jeroMqThreads(before)).isEmpty());
	}

	private static Set<Thread> jeroMqThreads(Set<Thread> except) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("iothread-") || thread.getName().startsWith("reaper-"))
			.filter((thread) -> !except.contains(thread))
			.collect(Collectors.toSet());
	}

}
