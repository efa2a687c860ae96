package io.zproc.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import io.zproc.Atomic;
import io.zproc.SharedState;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Atomic}, with a state in this process and with a forked state server.
 */
@LeakChecked
@Timeout(180)
@ParameterizedClass
@ValueSource(strings = { "in-process", "processes" })
class AtomicTests {

	private static final Duration BOUND = Duration.ofSeconds(90);

	private final ApplicationContextRunner runner;

	AtomicTests(String mode) {
		this.runner = new ApplicationContextRunner().withPropertyValues("zproc.mode=" + mode)
			.withConfiguration(AutoConfigurations.of(ZProcAutoConfiguration.class))
			.withUserConfiguration(AccountConfiguration.class);
	}

	@Test
	void commitsAllAtOnce() {
		this.runner.run((context) -> {
			SharedState state = context.getBean(SharedState.class);
			context.getBean(Accounts.class).transfer("a", "b", 5, false);
			assertThat(state).isEqualTo(Map.of("a", -5L, "b", 5L));
			assertThat(state.snapshot().version()).isEqualTo(1);
		});
	}

	@Test
	void commitsNothingWhenTheMethodThrows() {
		this.runner.run((context) -> {
			SharedState state = context.getBean(SharedState.class);
			Accounts accounts = context.getBean(Accounts.class);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> accounts.transfer("a", "b", 5, true))
				.withMessage("no");
			assertThat(state).isEmpty();
		});
	}

	/**
	 * Its turn brings what it has read in its last two runs, so that it costs two
	 * requests. Others of the application may come in between, in some rounds.
	 */
	@Test
	void methodThatReadsTheSameEachTimeCostsTwoRequests() {
		this.runner.run((context) -> {
			SharedState state = context.getBean(SharedState.class);
			Accounts accounts = context.getBean(Accounts.class);
			context.getBean(Audit.class).log();
			await().until(() -> {
				long before = state.ping(BOUND).requests();
				accounts.transfer("a", "b", 5, false);
				return state.ping(BOUND).requests() - before == 2 + 1;
			});
		});
	}

	@Test
	void usesTheNamespaceOfTheMethodBeforeThatOfTheClass() {
		this.runner.run((context) -> {
			SharedState state = context.getBean(SharedState.class);
			Audit audit = context.getBean(Audit.class);
			assertThat(audit.log()).isEqualTo(0);
			assertThat(audit.special()).isEqualTo(0);
			assertThat(state.namespace("audit").get("n")).isEqualTo(2L);
			assertThat(state.namespace("special").get("n")).isEqualTo(2L);
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class AccountConfiguration {

		@Bean
		Accounts accounts(SharedState state) {
			return new Accounts(state);
		}

		@Bean
		Audit audit(SharedState state) {
			return new Audit(state);
		}

	}

	static class Accounts {

		private final SharedState state;

		Accounts(SharedState state) {
			this.state = state;
		}

		@Atomic
		void transfer(String from, String to, long amount, boolean fails) throws IOException {
			this.state.increment(from, -amount);
			if (fails) {
				throw new IOException("no");
			}
			this.state.increment(to, amount);
		}

	}

	@Atomic(namespace = "audit")
	static class Audit {

		private final SharedState state;

		Audit(SharedState state) {
			this.state = state;
		}

		long log() {
			return twice("audit");
		}

		@Atomic(namespace = "special")
		long special() {
			return twice("special");
		}

		/**
		 * Nothing is committed before the method ends, which its own snapshots show.
		 */
		private long twice(String namespace) {
			this.state.namespace(namespace).increment("n", 1);
			this.state.namespace(namespace).increment("n", 1);
			return this.state.namespace(namespace).snapshot().version();
		}

	}

}
