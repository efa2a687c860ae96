package io.zproc.client.jeromq;

import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.zproc.client.StateFixture;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.ServerAddress;
import io.zproc.server.SafeSockets;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections as the client makes them.
 */
@LeakChecked
@Timeout(180)
class ConnectionTests {

	private static final int CONTEXTS = 80;

	private static final int CONNECTIONS = 3;

	private static final Duration BOUND = Duration.ofSeconds(90);

	/**
	 * About sixteen of these would not be heard of before JeroMQ ends their handshake
	 * after a second. On a machine that is too busy one or the other may take that long.
	 */
	@Test
	void subscriptionsOfFreshConnectionsAreHeardOfAtTheFirstAttempt() throws Exception {
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		int broken = 0;
		try (StateFixture fixture = new StateFixture()) {
			fixture.state().put("a", 1);
			ServerAddress address = fixture.server().address();
			for (int i = 0; i < CONTEXTS; i++) {
				ZContext context = SafeSockets.context((thread, ex) -> failures.add(ex));
				try (Selector selector = Selector.open()) {
					for (int j = 0; j < CONNECTIONS; j++) {
						Connection fresh = new Connection(context, SocketType.SUB, address.changes(), address,
								selector);
						fresh.socket().subscribe(Protocol.topic("default"));
						broken += isHeardOf(fresh, selector) ? 0 : 1;
					}
				}
				finally {
					assertThat(SafeSockets.close(context)).isTrue();
				}
			}
		}
		assertThat(broken).isLessThan(5);
		assertThat(failures).isEmpty();
	}

	private static boolean isHeardOf(Connection connection, Selector selector) throws Exception {
		long begin = System.nanoTime();
		while (!connection.isBroken()) {
			if (connection.receive() != null) {
				return true;
			}
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
			selector.select(100);
			selector.selectedKeys().clear();
		}
		return false;
	}

}
