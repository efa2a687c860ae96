package io.zproc.process;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.zproc.server.ServerAnnouncement;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any process of this machine may connect to the port, and do there what it likes.
 */
@LeakChecked
@Timeout(180)
class ReadyPortTests {

	private static final String TOKEN = "token";

	private static final Duration BOUND = Duration.ofSeconds(90);

	@AutoClose
	private final ReadyPort ready;

	private final List<Socket> strangers = new ArrayList<>();

	ReadyPortTests() throws IOException {
		this.ready = new ReadyPort(TOKEN);
	}

	@AfterEach
	void closeStrangers() throws IOException {
		for (Socket stranger : this.strangers) {
			stranger.close();
		}
	}

	@Test
	void hearsTheServer() throws IOException {
		announce(TOKEN);
		assertThat(this.ready.await(BOUND, () -> true))
			.isEqualTo(new ServerAnnouncement(TOKEN, "tcp://127.0.0.1:1", "tcp://127.0.0.1:2", 3, 4));
	}

	@Test
	void aStrangerThatConnectsAndClosesDoesNotFailTheStart() throws IOException {
		connect().close();
		announce(TOKEN);
		assertThat(this.ready.await(BOUND, () -> true)).isNotNull();
	}

	@Test
	void aStrangerThatResetsItsConnectionDoesNotFailTheStart() throws IOException {
		Socket stranger = connect();
		stranger.getOutputStream().write(1);
		stranger.setSoLinger(true, 0);
		stranger.close();
		announce(TOKEN);
		assertThat(this.ready.await(BOUND, () -> true)).isNotNull();
	}

	@Test
	void strangersThatSayNothingOrOnlyAByteDoNotDelayTheStart() throws IOException {
		for (int i = 0; i < 200; i++) {
			Socket stranger = connect();
			if (i % 2 == 0) {
				stranger.getOutputStream().write(0);
			}
			// The backlog is small; the port takes in whom it finds there.
			assertThat(this.ready.await(Duration.ofMillis(1), () -> true)).isNull();
		}
		announce(TOKEN);
		assertThat(this.ready.await(BOUND, () -> true)).isNotNull();
	}

	@Test
	void aStrangerThatFloodsIsCutOff() throws IOException {
		Socket stranger = connect();
		stranger.getOutputStream().write(new byte[2 * ServerAnnouncement.MAX_BYTES]);
		announce(TOKEN);
		assertThat(this.ready.await(BOUND, () -> true)).isNotNull();
	}

	@Test
	void whoDoesNotKnowTheTokenIsNotBelieved() throws IOException {
		announce("guessed");
		announce(TOKEN);
		assertThat(this.ready.await(BOUND, () -> true)).isNotNull()
			.extracting(ServerAnnouncement::token)
			.isEqualTo(TOKEN);
	}

	@Test
	void givesUpWhenTheTimeIsOver() throws IOException {
		connect();
		assertThat(this.ready.await(Duration.ofMillis(50), () -> true)).isNull();
	}

	@Test
	void givesUpWhenItIsWokenAndTheProcessHasEnded() throws IOException {
		AtomicInteger asked = new AtomicInteger();
		this.ready.wake();
		assertThat(this.ready.await(BOUND, () -> asked.getAndIncrement() == 0)).isNull();
		assertThat(asked).hasValue(2);
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.ready.port());
		this.strangers.add(socket);
		return socket;
	}

	private void announce(String token) throws IOException {
		try (Socket socket = connect(); DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
			out.writeUTF(token);
			out.writeUTF("tcp://127.0.0.1:1");
			out.writeUTF("tcp://127.0.0.1:2");
			out.writeLong(3);
			out.writeLong(4);
		}
	}

}
