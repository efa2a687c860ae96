package io.zproc.worker;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.zproc.WorkerRetryEvent;
import io.zproc.ZProcEvent;
import io.zproc.process.Retries;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A method that throws is called again, in the time that is given.
 */
class RetriedRunsTests {

	private final RunningWorker worker = new RunningWorker(new WorkerIdentity("run", "mailer", 2, 3, "default", 0),
			new Readiness(() -> {
			}), new MethodProgress());

	private final List<Integer> runs = new ArrayList<>();

	private final List<Long> waits = new ArrayList<>();

	private final List<ZProcEvent> events = new ArrayList<>();

	private boolean isStopping;

	@Test
	void fiveRetriesAreSixRuns() {
		assertThatIOException().isThrownBy(() -> run(retries(5), new IOException("broken"), 100)).withMessage("broken");
		assertThat(this.runs).containsExactly(0, 1, 2, 3, 4, 5);
		assertThat(this.waits).containsExactly(100L, 200L, 400L, 800L, 1_000L);
	}

	@Test
	void tellsOfEachRetry() throws Exception {
		run(retries(5), new IOException("broken"), 2);
		assertThat(this.events).extracting((event) -> {
			WorkerRetryEvent retry = (WorkerRetryEvent) event;
			return retry.worker() + "-" + retry.instance() + " attempt " + retry.attempt() + " retry " + retry.retry()
					+ " in " + retry.delay().toMillis() + " ms: " + retry.failure();
		})
			.containsExactly("mailer-2 attempt 3 retry 1 in 100 ms: java.io.IOException: broken",
					"mailer-2 attempt 3 retry 2 in 200 ms: java.io.IOException: broken");
	}

	@Test
	void noRetryIsTheDefault() {
		assertThatIOException().isThrownBy(() -> run(Retries.NONE, new IOException(), 100));
		assertThat(this.runs).containsExactly(0);
	}

	@Test
	void endsWithTheFirstRunThatReturns() throws Exception {
		run(retries(5), new IOException(), 2);
		assertThat(this.runs).containsExactly(0, 1, 2);
	}

	@Test
	void retriesForEver() throws Exception {
		run(retries(Retries.FOR_EVER), new IOException(), 50);
		assertThat(this.runs).hasSize(51);
		assertThat(this.waits).last().isEqualTo(1_000L);
	}

	@Test
	void retriesWhatIsNamedAndNotWhatIsExcluded() throws Exception {
		Retries some = new Retries(List.of(IOException.class), List.of(FileNotFoundException.class), 5,
				Duration.ofMillis(100), 1, Duration.ofSeconds(1), Duration.ZERO);
		run(some, new IOException(), 1);
		assertThat(this.runs).hasSize(2);
		assertThatExceptionOfType(FileNotFoundException.class)
			.isThrownBy(() -> run(some, new FileNotFoundException(), 1));
		assertThat(this.runs).hasSize(3);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> run(some, new IllegalStateException(), 1));
		assertThat(this.runs).hasSize(4);
	}

	@Test
	void retriesAnErrorOnlyIfItIsNamed() throws Exception {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> run(retries(5), new AssertionError(), 1));
		assertThat(this.runs).hasSize(1);
		run(new Retries(List.of(AssertionError.class), List.of(), 5, Duration.ZERO, 1, Duration.ofSeconds(1),
				Duration.ZERO), new AssertionError(), 1);
		assertThat(this.runs).hasSize(3);
	}

	@Test
	void retriesNothingWhenTheWorkerIsStopped() {
		this.isStopping = true;
		assertThatIOException().isThrownBy(() -> run(retries(5), new IOException(), 1));
		this.isStopping = false;
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> run(retries(5), new InterruptedException(), 1));
		assertThat(this.runs).hasSize(2);
	}

	@Test
	void aStopInterruptsTheWait() {
		RetriedRuns runs = new RetriedRuns(retries(5), this.worker, () -> false, (time) -> {
			throw new InterruptedException("stopped");
		}, this.events::add);
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> runs.run(body(new IOException(), 100)));
		assertThat(this.runs).containsExactly(0);
	}

	@Test
	void jitterMakesWaitsShorterOrLonger() throws Exception {
		run(new Retries(List.of(), List.of(), 200, Duration.ofMillis(100), 1, Duration.ofSeconds(1),
				Duration.ofMillis(50)), new IOException(), 200);
		assertThat(this.waits).allSatisfy((wait) -> assertThat(wait).isBetween(50L, 150L));
		assertThat(Set.copyOf(this.waits)).hasSizeGreaterThan(1);
	}

	@Test
	void refusesOptionsThatMakeNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> retries(-2))
			.withMessage("retry.max-retries: -2 (expected: >= 0, or -1 for no end)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Retries(List.of(IOException.class), List.of(), 0, Duration.ZERO, 1,
					Duration.ofSeconds(1), Duration.ZERO))
			.withMessageContaining("retry-for");
		assertThatIllegalArgumentException().isThrownBy(
				() -> new Retries(List.of(), List.of(), 1, Duration.ZERO, 0.5, Duration.ofSeconds(1), Duration.ZERO))
			.withMessageContaining("retry.multiplier: 0.5");
		assertThatCode(() -> retries(Retries.FOR_EVER)).doesNotThrowAnyException();
	}

	private static Retries retries(long maxRetries) {
		return new Retries(List.of(), List.of(), maxRetries, Duration.ofMillis(100), 2, Duration.ofSeconds(1),
				Duration.ZERO);
	}

	private void run(Retries retries, Throwable failure, int failures) throws Exception {
		new RetriedRuns(retries, this.worker, () -> this.isStopping, (time) -> this.waits.add(time.toMillis()),
				this.events::add)
			.run(body(failure, failures));
	}

	/** Fails some times, and returns then. */
	private WorkerBody body(Throwable failure, int failures) {
		int first = this.runs.size();
		return new WorkerBody() {

			@Override
			public Set<String> beanNames() {
				return Set.of();
			}

			@Override
			public Object run() throws Exception {
				RetriedRunsTests.this.runs.add(RetriedRunsTests.this.worker.retry());
				if (RetriedRunsTests.this.runs.size() - first <= failures) {
					if (failure instanceof Error error) {
						throw error;
					}
					throw (Exception) failure;
				}
				return "result";
			}

		};
	}

}
