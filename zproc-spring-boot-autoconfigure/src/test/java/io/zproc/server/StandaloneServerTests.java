package io.zproc.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.zproc.testing.ForkedJvm;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a server that is started by hand, in a real JVM.
 */
@LeakChecked
@Timeout(360)
class StandaloneServerTests {

	private static final Duration BOUND = Duration.ofSeconds(60);

	@Test
	void takesNoNoticeOfItsStandardInputAndEndsOnSignal() throws IOException {
		for (String signal : List.of("TERM", "INT")) {
			try (StandaloneJvm server = new StandaloneJvm()) {
				server.jvm().stdin().close();
				assertThat(server.jvm().awaitLine("listens at", BOUND)).contains(server.address().requests())
					.contains(server.address().changes())
					.contains("pid " + server.jvm().pid())
					.doesNotContain(StandaloneJvm.SECRET);
				assertThat(server.jvm().isAlive()).isTrue();
				server.jvm().signal(signal);
				assertThat(server.jvm().awaitExit(BOUND)).isEqualTo("TERM".equals(signal) ? 143 : 130);
				assertThat(server.jvm().output()).contains("State server ends");
			}
		}
	}

	@Test
	void refusesWrongArgumentsWithExitCode2() {
		assertRefused("--nonsense is not known", "--nonsense", "1");
		assertRefused("--changes is missing", "--requests", "tcp://127.0.0.1:7001");
		assertRefused("expected: an address", "--requests", "127.0.0.1:7001", "--changes", "tcp://127.0.0.1:7002");
		assertRefused("the environment variable ZPROC_SERVER_SECRET", "--requests", "tcp://127.0.0.1:7001", "--changes",
				"tcp://127.0.0.1:7002");
	}

	@Test
	void refusesASecretOffLoopback(@TempDir Path folder) throws IOException {
		Path secret = Files.writeString(folder.resolve("secret"), "secret\n");
		assertRefused("is not a loopback address", "--requests", "tcp://0.0.0.0:7001", "--changes",
				"tcp://127.0.0.1:7002", "--secret-file", secret.toString());
	}

	@Test
	void refusesAPortInUse(@TempDir Path folder) throws IOException {
		Path secret = Files.writeString(folder.resolve("secret"), "secret\n");
		try (StateServer other = new StateServer("secret", ServerLimits.defaults())) {
			assertRefused(other.requests() + ": the port is in use", "--requests", other.requests(), "--changes",
					StandaloneJvm.freeAddress("127.0.0.1"), "--secret-file", secret.toString());
		}
	}

	private static void assertRefused(String message, String... args) {
		try (ForkedJvm jvm = ForkedJvm.of(StateServerMain.class).args(args).start()) {
			assertThat(jvm.awaitExit(BOUND)).isEqualTo(2);
			assertThat(jvm.output()).singleElement().asString().contains(message);
		}
	}

	@Test
	void printsKeysThatBelongTogether() {
		try (ForkedJvm jvm = ForkedJvm.of(StateServerMain.class).args("--generate-keys").start()) {
			assertThat(jvm.awaitExit(BOUND)).isZero();
			assertThat(CurveKeyPair.of(value(jvm, "server-secret-key=")).publicKey())
				.isEqualTo(value(jvm, "zproc.server.curve.server-key="));
			assertThat(CurveKeyPair.of(value(jvm, "zproc.server.curve.secret-key=")).publicKey())
				.isEqualTo(value(jvm, "zproc.server.curve.public-key="));
		}
	}

	private static String value(ForkedJvm jvm, String prefix) {
		return jvm.awaitLine((line) -> line.startsWith(prefix), BOUND).substring(prefix.length());
	}

}
