package io.zproc.fuzz;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.WatchCursor;
import io.zproc.loads.BareClient;
import io.zproc.process.ServerProcess;
import io.zproc.process.ServerSettings;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Publication;
import io.zproc.protocol.Request;
import io.zproc.protocol.RequestCodec;
import io.zproc.protocol.Write;
import io.zproc.server.ServerLimits;
import io.zproc.testing.LeakChecked;
import io.zproc.testing.Processes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one hostile client can do at once to a server with a heap of 64 MB.
 */
@LeakChecked
@Timeout(360)
class HostileMemoryTests {

	private static final int MEGABYTE = 1 << 20;

	private static final int MAX_VALUE_BYTES = 4 * MEGABYTE;

	private ServerProcess server;

	private BareClient good;

	@BeforeEach
	void start() {
		this.server = ServerProcess.start(new ServerSettings("64m", List.of(), BareClient.BOUND,
				new ServerLimits(1_000, MEGABYTE, MAX_VALUE_BYTES, MAX_VALUE_BYTES, 30_000, 5_000, 1_000)));
		this.good = new BareClient(this.server.address(), "good", 1);
		assertThat(this.good.state().increment("served", 1)).isEqualTo(1);
	}

	@AfterEach
	void stop() {
		this.good.close();
		this.server.close();
	}

	private void assertServesOthers() {
		assertThat(this.good.state().increment("served", 1)).isEqualTo(2);
		assertThat(Processes.isAlive(this.server.address().pid())).isTrue();
	}

	private RawConnection connect(String endpoint) throws IOException {
		return new RawConnection(URI.create(endpoint).getPort());
	}

	@Test
	void strangersThatAnnounceBigFramesDoNotFillTheHeap() throws IOException {
		List<RawConnection> strangers = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			RawConnection stranger = connect(
					(i % 2 == 0) ? this.server.address().requests() : this.server.address().changes());
			strangers.add(stranger);
			stranger.send(RawConnection.concat(RawConnection.greeting("PLAIN", 3),
					RawConnection.longHeader(4, MAX_VALUE_BYTES), new byte[100]));
		}
		assertServesOthers();
		// Strangers who stay are sent away, so that there is room again.
		this.good.state().put("big", "x".repeat(3 * MEGABYTE));
		assertThat(this.good.state().get("big", String.class)).hasSize(3 * MEGABYTE);
		for (RawConnection stranger : strangers) {
			stranger.close();
		}
	}

	@Test
	void bigRequestsOfManyClientsDoNotFillTheHeap() throws IOException {
		byte[] commit = RequestCodec.encode(new Request.Commit("hostile", 0, List.of(), "", false, List.of(),
				List.of(Write.put("k", new byte[MAX_VALUE_BYTES]))));
		RequestCodec.address(commit, UUID.randomUUID(), 1, 1);
		List<RawConnection> clients = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			RawConnection client = connect(this.server.address().requests());
			clients.add(client);
			client.authenticate(this.server.address().secret(), "DEALER");
			client.send(RawConnection.concat(RawConnection.longHeader(0, commit.length), commit));
			// One that stays half-way.
			client.send(RawConnection.concat(RawConnection.longHeader(0, commit.length), new byte[MEGABYTE]));
		}
		assertServesOthers();
		for (RawConnection client : clients) {
			client.close();
		}
		this.good.state().put("big", "x".repeat(3 * MEGABYTE));
		assertThat(this.good.state().get("big", String.class)).hasSize(3 * MEGABYTE);
	}

	@Test
	void aLongTopicDoesNotEndTheServer() throws IOException {
		try (RawConnection subscriber = connect(this.server.address().changes())) {
			subscriber.authenticate(this.server.address().secret(), "SUB");
			byte[] topic = new byte[65_000];
			topic[0] = 1;
			subscriber.send(RawConnection.frame(0, topic));
		}
		assertServesOthers();
		SharedState longest = this.good.state().namespace("n".repeat(Protocol.MAX_NAME_BYTES));
		try (WatchCursor cursor = longest.watch().open()) {
			longest.put("k", 1);
			assertThat(cursor.next()).extracting(StateChange::version).isEqualTo(1L);
		}
	}

	@Test
	void aMessageThatIsNoSubscriptionSilencesNobody() throws IOException {
		byte[] topic = Protocol.topic("watched");
		byte[] other = Protocol.topic("other");
		try (RawConnection subscriber = connect(this.server.address().changes())) {
			subscriber.authenticate(this.server.address().secret(), "SUB");
			subscriber.send(RawConnection.frame(0, RawConnection.concat(new byte[] { 1 }, topic)));
			assertThat(Publication.decode(subscriber.readFrame()).namespace()).isEqualTo("watched");
			subscriber.send(RawConnection.frame(0, RawConnection.concat(new byte[] { 2 }, topic)));
			subscriber.send(RawConnection.frame(0, RawConnection.concat(new byte[] { 1 }, other)));
			Publication publication = Publication.decode(subscriber.readFrame());
			while (!publication.namespace().equals("other")) {
				publication = Publication.decode(subscriber.readFrame());
			}
			this.good.state().namespace("watched").put("k", 1);
			while (publication.version() != 1) {
				publication = Publication.decode(subscriber.readFrame());
				if (publication.namespace().equals("watched")) {
					assertThat(publication.version()).isLessThanOrEqualTo(1);
				}
			}
		}
	}

}
