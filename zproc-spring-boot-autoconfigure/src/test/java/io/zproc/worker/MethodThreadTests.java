package io.zproc.worker;

import io.zproc.ZProcException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What ends a worker's method.
 */
class MethodThreadTests {

	private final MethodThread method = new MethodThread();

	@AfterEach
	void clear() {
		Thread.interrupted();
	}

	@Test
	void methodThatCannotGoOnHasFailedWhateverItMakesOfTheInterrupt() {
		assertThat(this.method.fail("no hope")).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		assertThat(this.method.isEnding()).isTrue();
		assertThat(this.method.isStopping()).isFalse();
		assertThatExceptionOfType(ZProcException.class).isThrownBy(this.method::requireNoFailure)
			.withMessage("no hope");
		// Who is told of it is not interrupted any more.
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void startThatCannotGoOnHasFailedForThatReason() {
		assertThat(this.method.fail("no hope")).isTrue();
		assertThat(this.method.failure(new InterruptedException())).isInstanceOf(ZProcException.class)
			.hasMessage("no hope");
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void firstFailureCounts() {
		assertThat(this.method.fail("no hope")).isTrue();
		assertThat(this.method.fail("nor later")).isFalse();
		assertThatExceptionOfType(ZProcException.class).isThrownBy(this.method::requireNoFailure)
			.withMessage("no hope");
	}

	@Test
	void methodThatIsOverHasNotFailed() {
		this.method.requireNoFailure();
		assertThat(this.method.fail("no hope")).isFalse();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		Throwable thrown = new IllegalStateException();
		assertThat(this.method.failure(thrown)).isSameAs(thrown);
	}

	@Test
	void stopIsNoFailure() {
		this.method.stop();
		assertThat(this.method.fail("no hope")).isFalse();
		assertThat(this.method.isStopping()).isTrue();
		this.method.requireNoFailure();
	}

	@Test
	void interruptsEndWithTheMethod() {
		this.method.endInterrupts();
		this.method.stop();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(this.method.awaitEnd()).isTrue();
	}

}
