package io.zproc.process.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.zproc.ServerLostEvent;
import io.zproc.StateGapEvent;
import io.zproc.WorkerEndedEvent;
import io.zproc.WorkerFailedEvent;
import io.zproc.WorkerReadyEvent;
import io.zproc.WorkerRetryEvent;
import io.zproc.WorkerStartedEvent;
import io.zproc.ZProcEvent;
import io.zproc.client.StateClient;
import io.zproc.client.StateFixture;
import io.zproc.process.RunEntries;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EventDispatcher} and {@link EventRelay}.
 */
@LeakChecked
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class EventDispatcherTests {

	private static final Duration BOUND = Duration.ofSeconds(90);

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

	private static final List<ZProcEvent> ONE_OF_EACH = List.of(new WorkerStartedEvent(NOW, "mailer", 1, 7, 1),
			new WorkerReadyEvent(NOW, "mailer", 1, 1L << 40, 1, Duration.ofMillis(12)),
			new WorkerRetryEvent(NOW, "mailer", 1, 7, 1, 2, Duration.ofSeconds(3), "broken"),
			new WorkerEndedEvent(NOW, "mailer", 1, 7, 1, 0, Duration.ofDays(2), null, null),
			new WorkerFailedEvent(NOW, "mailer", 1, -1, 2, null, null, Duration.ZERO, "no memory", null, null),
			new WorkerFailedEvent(NOW, "mailer", 1, 8, 3, 137, "SIGKILL", Duration.ofNanos(1), "died\n\tlast line",
					Duration.ofMillis(500), "mail"),
			new StateGapEvent(NOW, "mailer", "orders", 3, 1L << 33));

	private final List<ZProcEvent> heard = new CopyOnWriteArrayList<>();

	private static ZProcEvent event(int number) {
		return new ServerLostEvent(NOW, number, "test");
	}

	private static EventDispatcher dispatcher(Consumer<ZProcEvent> listener) {
		return new EventDispatcher(listener, BOUND);
	}

	@Test
	void closeLetsListenersHearAllThatWasPublishedInOrder() {
		CountDownLatch gate = new CountDownLatch(1);
		List<ZProcEvent> published = IntStream.range(0, 1_000).mapToObj(EventDispatcherTests::event).toList();
		EventDispatcher dispatcher = dispatcher((event) -> {
			awaitIt(gate);
			this.heard.add(event);
		});
		published.forEach(dispatcher::publish);
		assertThat(this.heard).isEmpty();
		gate.countDown();
		dispatcher.close();
		assertThat(this.heard).isEqualTo(published);
		dispatcher.publish(event(0));
		assertThat(this.heard).hasSize(1_000);
	}

	@Test
	void whatAFullQueueCannotTakeIsLeftOutAndSaidSo(CapturedOutput output) {
		CountDownLatch gate = new CountDownLatch(1);
		CountDownLatch isBusy = new CountDownLatch(1);
		EventDispatcher dispatcher = dispatcher((event) -> {
			isBusy.countDown();
			awaitIt(gate);
			this.heard.add(event);
		});
		dispatcher.publish(event(0));
		awaitIt(isBusy);
		// The listener hangs, and no publisher does.
		for (int i = 1; i <= EventDispatcher.CAPACITY + 5; i++) {
			dispatcher.publish(event(i));
		}
		assertThat(output)
			.contains("10000 events wait, and further ones are left out, beginning with " + event(10_001));
		gate.countDown();
		await().atMost(BOUND).until(() -> output.getAll().contains("have caught up; 5 events were left out"));
		dispatcher.publish(event(-1));
		dispatcher.close();
		assertThat(this.heard).hasSize(10_002).last().isEqualTo(event(-1));
	}

	@Test
	void listenerThatFailsOrLeavesAnInterruptHearsTheNextOne(CapturedOutput output) {
		EventDispatcher dispatcher = dispatcher((event) -> {
			this.heard.add(event);
			Thread.currentThread().interrupt();
			throw new IllegalStateException("broken listener");
		});
		dispatcher.publish(event(1));
		dispatcher.publish(event(2));
		await().atMost(BOUND).until(() -> this.heard.size() == 2);
		dispatcher.publish(event(3));
		dispatcher.close();
		assertThat(this.heard).hasSize(3);
		assertThat(output).contains("A listener of " + event(2) + " failed", "broken listener");
	}

	@Test
	void listenerMayCloseItAndHearsTheRest() {
		AtomicReference<EventDispatcher> self = new AtomicReference<>();
		CountDownLatch isClosed = new CountDownLatch(1);
		CountDownLatch gate = new CountDownLatch(1);
		EventDispatcher dispatcher = dispatcher((event) -> {
			awaitIt(gate);
			this.heard.add(event);
			if (event.equals(event(1))) {
				self.get().close();
				isClosed.countDown();
			}
		});
		self.set(dispatcher);
		dispatcher.publish(event(1));
		dispatcher.publish(event(2));
		gate.countDown();
		awaitIt(isClosed);
		assertThat(this.heard).containsExactly(event(1), event(2));
	}

	@Test
	void listenerThatNeverReturnsDoesNotKeepItFromClosing(CapturedOutput output) {
		CountDownLatch isBusy = new CountDownLatch(1);
		CountDownLatch wasInterrupted = new CountDownLatch(1);
		EventDispatcher dispatcher = new EventDispatcher((event) -> {
			this.heard.add(event);
			isBusy.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				wasInterrupted.countDown();
			}
		}, Duration.ofMillis(50));
		dispatcher.publish(event(1));
		dispatcher.publish(event(2));
		awaitIt(isBusy);
		dispatcher.close();
		assertThat(output).contains("is interrupted and left behind, and 1 events with it");
		awaitIt(wasInterrupted);
		assertThat(this.heard).containsExactly(event(1));
	}

	@Test
	void eventsOfOtherProcessesOfThisRunComeAsTheyWere() {
		try (StateFixture fixture = new StateFixture()) {
			EventDispatcher dispatcher = dispatcher(this.heard::add);
			dispatcher.listen(fixture.client(), "run");
			dispatcher.listen(fixture.client(), "run");
			new EventRelay(fixture::newClient, "other").publish(ONE_OF_EACH.get(0));
			EventRelay relay = relay(fixture.newClient());
			ONE_OF_EACH.forEach(relay::publish);
			await().atMost(BOUND).until(() -> this.heard.size() == ONE_OF_EACH.size());
			dispatcher.close();
		}
		assertThat(this.heard).isEqualTo(ONE_OF_EACH);
	}

	@Test
	void whatIsNoEventIsPassedOver(CapturedOutput output) {
		try (StateFixture fixture = new StateFixture()) {
			EventDispatcher dispatcher = dispatcher(this.heard::add);
			dispatcher.listen(fixture.client(), "run");
			fixture.client().reserved(RunEntries.EVENTS).put(RunEntries.key("run", RunEntries.LAST_EVENT), "nonsense");
			relay(fixture.newClient()).publish(ONE_OF_EACH.get(0));
			await().atMost(BOUND).until(() -> !this.heard.isEmpty());
			dispatcher.close();
		}
		assertThat(this.heard).containsExactly(ONE_OF_EACH.get(0));
		assertThat(output).contains("A process has told what nobody understands");
	}

	@Test
	void relayThatCannotTellSaysSoAndThrowsNothing(CapturedOutput output) {
		StateFixture fixture = new StateFixture();
		EventRelay relay = relay(fixture.newClient());
		fixture.close();
		relay.publish(ONE_OF_EACH.get(0));
		new EventRelay(() -> {
			throw new IllegalStateException("not connected");
		}, "run").publish(ONE_OF_EACH.get(1));
		await().atMost(BOUND)
			.until(() -> output.getAll().contains("could not be told of " + ONE_OF_EACH.get(0))
					&& output.getAll().contains("could not be told of " + ONE_OF_EACH.get(1) + ": not connected"));
	}

	@Test
	void onlyEventsAreRead() {
		assertThatIllegalArgumentException().isThrownBy(() -> EventValue.read(null));
		assertThatIllegalArgumentException().isThrownBy(() -> EventValue.read(Map.of("event", "String")));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> EventValue.read(Map.of("event", "WorkerStartedEvent", "pid", "x")));
	}

	private static EventRelay relay(StateClient client) {
		return new EventRelay(() -> client, "run");
	}

	private static void awaitIt(CountDownLatch latch) {
		try {
			assertThat(latch.await(BOUND.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
