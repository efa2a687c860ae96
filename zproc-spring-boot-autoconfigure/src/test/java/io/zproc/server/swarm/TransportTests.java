package io.zproc.server.swarm;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.zproc.client.jeromq.SwarmConnection;
import io.zproc.protocol.ServerAddress;
import io.zproc.protocol.SwarmCalls;
import io.zproc.protocol.SwarmMessage;
import io.zproc.protocol.SwarmMessage.Attach;
import io.zproc.protocol.SwarmMessage.Calls;
import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.protocol.SwarmMessage.Result;
import io.zproc.protocol.SwarmMessage.Submit;
import io.zproc.testing.ForkedJvm;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A dispatcher and processes that are real, and are killed.
 */
@LeakChecked
@Timeout(360)
class TransportTests {

	private static final Duration BOUND = Duration.ofSeconds(90);

	private static final String SECRET = "only this test knows";

	private final Recorder events = new Recorder();

	private final Mailbox mailbox = new Mailbox();

	@Test
	void givesWorkOfKilledProcessToAnother() {
		try (SwarmServer server = server(); ForkedJvm first = member(server, 1)) {
			SwarmLink caller = server.connect(this.mailbox);
			caller.send(task("wait"));
			first.awaitLine("begins wait", BOUND);
			try (ForkedJvm second = member(server, 2)) {
				first.kill9();
				server.died(1, "killed by signal 9", true);
				second.awaitLine("begins wait", BOUND);
				await().atMost(BOUND).until(() -> this.events.gone.contains(1));
				caller.send(new SwarmMessage.Cancel("task"));
				await().atMost(BOUND).until(() -> !this.mailbox.results.isEmpty());
				assertThat(this.mailbox.results).extracting(Result::outcome).containsExactly(Outcome.CANCELLED);
				caller.send(task("echo"));
				await().atMost(BOUND).until(() -> this.mailbox.results.size() == 2);
				assertThat(this.mailbox.results).extracting(Result::outcome)
					.containsExactly(Outcome.CANCELLED, Outcome.OK);
			}
		}
	}

	@Test
	void endsProcessWhoseOwnerIsGone() {
		SwarmServer server = server();
		try (ForkedJvm member = member(server, 1)) {
			SwarmLink caller = server.connect(this.mailbox);
			caller.send(task("wait"));
			member.awaitLine("begins wait", BOUND);
			server.close();
			await().atMost(BOUND).until(() -> !member.isAlive());
			assertThat(this.mailbox.results).extracting(Result::outcome).containsExactly(Outcome.CLOSED);
		}
	}

	@Test
	void cancelsWhatCallerOfOtherProcessLeaves() {
		try (SwarmServer server = server(); ForkedJvm member = member(server, 1)) {
			SwarmConnection caller = SwarmConnection.open("test", address(server), new Attach(), this.mailbox, BOUND);
			caller.send(task("wait"));
			member.awaitLine("begins wait", BOUND);
			caller.close();
			await().atMost(BOUND).until(server::isAtRest);
			assertThat(server.tally()).isEqualTo(new Tally(0, 0, 0, 0, 0, 1));
		}
	}

	@Test
	void letsNobodyInWithoutTheSecret() {
		try (SwarmServer server = server()) {
			ServerAddress known = address(server);
			ServerAddress wrong = new ServerAddress(known.requests(), known.changes(), "wrong", known.pid());
			try (SwarmConnection stranger = SwarmConnection.open("test", wrong, new Attach(), this.mailbox,
					Duration.ofSeconds(2))) {
				stranger.send(task("echo"));
				await().atMost(BOUND).until(() -> !this.mailbox.lost.isEmpty());
				assertThat(this.mailbox.lost).containsExactly("its owner does not answer");
				assertThat(this.mailbox.all).isEmpty();
			}
			try (SwarmConnection friend = SwarmConnection.open("test", known, new Attach(), this.mailbox, BOUND)) {
				friend.send(new SwarmMessage.Ask(1));
				await().atMost(BOUND).until(() -> this.mailbox.all.size() == 2);
				assertThat(this.mailbox.all).hasExactlyElementsOfTypes(SwarmMessage.Welcome.class,
						SwarmMessage.Status.class);
			}
		}
	}

	private SwarmServer server() {
		return new SwarmServer("test", new DispatcherLimits(3, 60_000, 1 << 20, 1 << 20), SECRET, this.events);
	}

	private static ServerAddress address(SwarmServer server) {
		ServerAddress address = server.address();
		if (address == null) {
			throw new AssertionError("The server has no socket");
		}
		return address;
	}

	private ForkedJvm member(SwarmServer server, int number) {
		server.started(number);
		ServerAddress address = address(server);
		ForkedJvm started = ForkedJvm.of(MemberJvmMain.class)
			.jvmArgs("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
			.args(address.requests(), SECRET, String.valueOf(address.pid()), String.valueOf(number))
			.start();
		await().atMost(BOUND).until(() -> this.events.ready.contains(number));
		return started;
	}

	private static Submit task(String method) {
		byte[] calls = new SwarmCalls(List.of(new byte[] { 1 }), null).encode();
		return new Submit(method.equals("wait") ? "task" : "other", method, true, false, List.of(new Calls(1, calls)));
	}

	private static final class Mailbox implements SwarmLink.Receiver {

		private final Queue<SwarmMessage> all = new ConcurrentLinkedQueue<>();

		private final Queue<Result> results = new ConcurrentLinkedQueue<>();

		private final Queue<String> lost = new ConcurrentLinkedQueue<>();

		@Override
		public void received(SwarmMessage message) {
			this.all.add(message);
			if (message instanceof Result result) {
				this.results.add(result);
			}
		}

		@Override
		public void lost(String why) {
			this.lost.add(why);
		}

	}

	private static final class Recorder implements SwarmEvents {

		private final Set<Integer> ready = ConcurrentHashMap.newKeySet();

		private final Set<Integer> gone = ConcurrentHashMap.newKeySet();

		@Override
		public void ready(int worker) {
			this.ready.add(worker);
		}

		@Override
		public void disconnected(int worker) {
			this.gone.add(worker);
		}

		@Override
		public void resize(int size) {
		}

		@Override
		public void progressed() {
		}

	}

}
