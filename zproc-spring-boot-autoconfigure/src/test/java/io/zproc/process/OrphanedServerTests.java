package io.zproc.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.zproc.Origin;
import io.zproc.SharedState;
import io.zproc.client.StateClient;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.ValueCodec;
import io.zproc.server.ServerBootstrap;
import io.zproc.server.ServerLimits;
import io.zproc.server.StateServerMain;
import io.zproc.testing.ForkedJvm;
import io.zproc.testing.LeakChecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A state server whose parent is killed, at whatever moment, serves who still writes, and
 * then is gone.
 */
@LeakChecked
@Timeout(360)
class OrphanedServerTests {

	private static final Duration BOUND = Duration.ofSeconds(90);

	/** Workers have a second to stop when their parent is gone. */
	private static final Duration LAST_WRITES = Duration.ofSeconds(1);

	@Test
	void servesTheLastWritesOfWorkersAfterItsParentWasKilled() {
		try (ForkedJvm parent = ForkedJvm.of(ServerParentMain.class).start()) {
			List<String> words = List.of(parent.awaitLine("forked", BOUND).split(" ", -1));
			ServerAddress address = new ServerAddress(words.get(1), words.get(2), words.get(3),
					Long.parseLong(words.get(4)));
			try (JeroMqEngine engine = new JeroMqEngine(address, UUID.randomUUID(), Origin.ofApplication(1))) {
				SharedState state = new StateClient(engine, new ValueCodec(List.of(), getClass().getClassLoader()),
						Duration.ofSeconds(10))
					.state("default");
				state.put("n", 0L);
				parent.kill9();
				long killedAt = System.nanoTime();
				Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(BOUND).until(() -> {
					state.increment("n", 1);
					return System.nanoTime() - killedAt > LAST_WRITES.toNanos();
				});
				assertThat(state.get("n", Long.class)).isPositive();
				assertThat(parent.descendants()).containsExactly(address.pid());
			}
			Awaitility.await().atMost(BOUND).until(() -> parent.descendants().isEmpty());
		}
	}

	@Test
	void endsWhenItsParentWasKilledBeforeItCouldAnnounceItself() throws IOException {
		try (ForkedJvm server = ForkedJvm.of(StateServerMain.class).jvmArgs("-Xmx64m").start()) {
			new ServerBootstrap("secret", deadPort(), "token", ServerLimits.defaults(), List.of())
				.writeTo(server.stdin());
			assertThat(server.awaitExit(BOUND)).isEqualTo(70);
			assertThat(server.output()).first().asString().startsWith("The state server ends: ").contains("refused");
		}
	}

	@Test
	void endsWhenItsParentWasKilledInTheMiddleOfTheBootstrap() throws IOException {
		try (ForkedJvm server = ForkedJvm.of(StateServerMain.class).jvmArgs("-Xmx64m").start()) {
			server.stdin().write(new byte[] { 0, 100, 's' });
			server.stdin().close();
			assertThat(server.awaitExit(BOUND)).isEqualTo(70);
		}
	}

	@Test
	void endsAtOnceWhenItCannotListen() throws IOException {
		try (ForkedJvm server = ForkedJvm.of(StateServerMain.class).jvmArgs("-Xmx64m").start()) {
			// What a port that cannot be had does, too: the constructor throws.
			new ServerBootstrap(" ", deadPort(), "token", ServerLimits.defaults(), List.of()).writeTo(server.stdin());
			assertThat(server.awaitExit(BOUND)).isEqualTo(70);
			assertThat(server.output()).first().asString().contains("The secret is empty");
		}
	}

	/** A port on which nobody listens any more. */
	private static int deadPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
