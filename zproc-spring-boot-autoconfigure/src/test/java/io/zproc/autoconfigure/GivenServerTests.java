package io.zproc.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.zproc.SharedState;
import io.zproc.Watcher;
import io.zproc.process.GivenServerSource;
import io.zproc.process.LaunchException;
import io.zproc.process.StateConnection;
import io.zproc.protocol.CurveKeys;
import io.zproc.protocol.ServerAddress;
import io.zproc.server.CurveKeyPair;
import io.zproc.server.StandaloneJvm;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for applications that are told to use a server that was started by hand.
 */
@LeakChecked
@Timeout(360)
class GivenServerTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZProcAutoConfiguration.class));

	@Test
	void twoApplicationsSeeEachOthersChangesAndLeaveTheServerAlone() {
		try (StandaloneJvm server = new StandaloneJvm()) {
			ApplicationContextRunner application = using(server);
			application.run((one) -> {
				assertThat(one.getBean(StateConnection.class)).extracting("source")
					.isInstanceOf(GivenServerSource.class);
				SharedState first = one.getBean(SharedState.class);
				List<Object> seen = new CopyOnWriteArrayList<>();
				try (Watcher watcher = first.watch("n").forEach((change) -> seen.add(change.after().get("n")))) {
					application.run((two) -> {
						SharedState second = two.getBean(SharedState.class);
						assertThat(second.increment("n", 5)).isEqualTo(5);
						first.atomically((working) -> working.increment("n", 1));
						assertThat(second.get("n")).isEqualTo(6L);
					});
					await().until(() -> seen.equals(List.of(5L, 6L)));
					assertThat(watcher.isRunning()).isTrue();
				}
				first.put("n", 7L);
			});
			assertThat(server.jvm().isAlive()).isTrue();
			application.run((three) -> assertThat(three.getBean(SharedState.class).get("n")).isEqualTo(7L));
		}
	}

	@Test
	void inProcessModeWins() {
		this.runner
			.withPropertyValues("zproc.mode=in-process", "zproc.server.requests=tcp://192.0.2.1:7001",
					"zproc.server.changes=tcp://192.0.2.1:7002")
			.run((context) -> context.getBean(SharedState.class).put("n", 1));
	}

	@Test
	void refusesASecretOffLoopback() {
		assertRefused("zproc.server.requests: tcp://192.0.2.1:7001 is not a loopback address", "--generate-keys",
				"zproc.server.requests=tcp://192.0.2.1:7001", "zproc.server.changes=tcp://192.0.2.1:7002",
				"zproc.server.secret=topsecret");
	}

	@Test
	void acceptsKeysOffLoopback() {
		CurveKeyPair pair = CurveKeyPair.generate();
		String serverKey = CurveKeyPair.generate().publicKey();
		ServerAddress address = GivenServer
			.address(new ZProcProperties.Server("tcp://192.0.2.1:7001", "tcp://192.0.2.1:7002", null,
					new ZProcProperties.Server.Curve(serverKey, pair.publicKey(), pair.secretKey()), "64m", List.of(),
					Duration.ofSeconds(1), ZProcProperties.Server.OnDeath.STOP_APPLICATION, 1, Duration.ofSeconds(1)));
		assertThat(address.curve()).isEqualTo(new CurveKeys(serverKey, pair.publicKey(), pair.secretKey()));
		assertThat(address.toString() + address.curve()).doesNotContain(pair.secretKey());
	}

	@Test
	void refusesWhatIsIncomplete() {
		assertRefused("zproc.server.changes: null", "zproc.server.changes",
				"zproc.server.requests=tcp://127.0.0.1:7001", "zproc.server.secret=topsecret");
		assertRefused("zproc.server.secret is missing", "zproc.server.secret",
				"zproc.server.requests=tcp://127.0.0.1:7001", "zproc.server.changes=tcp://127.0.0.1:7002");
		assertRefused("zproc.server.curve.public-key", "--generate-keys", "zproc.server.requests=tcp://192.0.2.1:7001",
				"zproc.server.changes=tcp://192.0.2.1:7002",
				"zproc.server.curve.server-key=" + CurveKeyPair.generate().publicKey());
	}

	private void assertRefused(String message, String action, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new LaunchFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(context.getStartupFailure()).rootCause()
				.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("topsecret"));
			assertThat(context.getStartupFailure()).hasStackTraceContaining(LaunchException.class.getName());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains(message).doesNotContain("topsecret");
			assertThat(analysis.getAction()).contains(action);
		});
	}

	private ApplicationContextRunner using(StandaloneJvm server) {
		return this.runner.withPropertyValues("zproc.server.requests=" + server.address().requests(),
				"zproc.server.changes=" + server.address().changes(), "zproc.server.secret=" + StandaloneJvm.SECRET);
	}

}
