package io.zproc.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.zproc.testing.LeakChecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link MendingIoThread} does rests on how the JDK's selectors are made: a JDK that
 * makes them otherwise fails here.
 */
@LeakChecked
@Timeout(180)
class MendingIoThreadTests {

	private static final int PASSES = 10;

	private static final int CONNECTIONS = 200;

	private static final Duration BOUND = Duration.ofSeconds(90);

	private final AtomicLong now = new AtomicLong();

	private final AtomicInteger rests = new AtomicInteger();

	@Test
	void restsWhenAByteInItsPipeWakesItAgainAndAgain() throws Exception {
		select(() -> 1_000);
		assertThat(this.rests).hasValue(PASSES - 1);
	}

	@Test
	void doesNotRestWhenThereIsTimeBetweenTwoPasses() throws Exception {
		select(() -> 50_000);
		assertThat(this.rests).hasValue(0);
	}

	private interface Step {

		long nanos();

	}

	/**
	 * Selects as JeroMQ does, with a byte in the pipe that nobody takes out.
	 */
	private void select(Step step) throws Exception {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Pipe pipe = Pipe.open();
		try (Pipe.SinkChannel sink = pipe.sink(); Pipe.SourceChannel source = pipe.source()) {
			assertThat(sink.write(ByteBuffer.allocate(1))).isEqualTo(1);
			source.configureBlocking(false);
			Thread thread = new MendingIoThread(() -> {
				try (Selector selector = Selector.open()) {
					source.register(selector, SelectionKey.OP_READ);
					for (int i = 0; i < PASSES; i++) {
						this.now.addAndGet(step.nanos());
						assertThat(selector.select()).isOne();
						selector.selectedKeys().clear();
					}
				}
				catch (IOException | AssertionError ex) {
					failure.set(ex);
				}
			}, "zproc-test-selecting", this.now::get, this.rests::incrementAndGet);
			thread.start();
			thread.join();
		}
		assertThat(failure).hasValue(null);
	}

	@Test
	void tellsItsInterruptsStill() {
		Thread.currentThread().interrupt();
		assertThat(Thread.interrupted()).isTrue();
		AtomicReference<Boolean> seen = new AtomicReference<>();
		Thread thread = new MendingIoThread(() -> {
			Thread.currentThread().interrupt();
			seen.set(Thread.currentThread().isInterrupted());
		}, "zproc-test-interrupted");
		thread.start();
		Awaitility.await().atMost(BOUND).until(() -> !thread.isAlive());
		assertThat(seen).hasValue(true);
	}

	/**
	 * Without a time limit of its own a handshake that is lost stays lost; of so many at
	 * least one always was. The thread reads a file when it has connected, as the class
	 * loader of an executable jar may: that asks whether it is interrupted, too, and must
	 * not be told what is meant for the selector.
	 */
	@Test
	void noHandshakeOfAFreshConnectionIsLost(@TempDir Path directory) throws IOException {
		Path file = Files.write(directory.resolve("file"), new byte[] { 1 });
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		try (ZContext server = SafeSockets.context((thread, ex) -> failures.add(ex));
				FileChannel channel = FileChannel.open(file)) {
			ZMQ.Socket router = server.createSocket(SocketType.ROUTER);
			assertThat(router.bind("tcp://127.0.0.1:*")).isTrue();
			router.setReceiveTimeOut((int) BOUND.toMillis());
			for (int i = 0; i < CONNECTIONS; i++) {
				try (ZContext client = SafeSockets.context((thread, ex) -> failures.add(ex))) {
					ZMQ.Socket dealer = client.createSocket(SocketType.DEALER);
					SafeSockets.prepare(dealer, 1000);
					dealer.setHandshakeIvl(0);
					dealer.setEventHook((event) -> {
						SafeSockets.mendConnect(event);
						read(channel, failures);
					}, ZMQ.EVENT_CONNECTED);
					assertThat(dealer.connect(router.getLastEndpoint())).isTrue();
					assertThat(dealer.send("hello " + i)).isTrue();
					assertThat(router.recv()).isNotNull();
					assertThat(router.recvStr()).isEqualTo("hello " + i);
				}
			}
		}
		assertThat(failures).isEmpty();
	}

	private static void read(FileChannel channel, Queue<Throwable> failures) {
		try {
			if (channel.read(ByteBuffer.allocate(1), 0) != 1) {
				failures.add(new AssertionError("nothing was read"));
			}
		}
		catch (IOException ex) {
			failures.add(ex);
		}
	}

	@Test
	void everyThreadOfAContextIsOne() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		AtomicInteger deaths = new AtomicInteger();
		try (ZContext context = SafeSockets.context((thread, ex) -> deaths.incrementAndGet())) {
			context.createSocket(SocketType.DEALER);
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
				.filteredOn((thread) -> thread.getName().matches("(iothread|reaper)-\\d+"))
				.hasSize(2)
				.allMatch(MendingIoThread.class::isInstance)
				.allMatch(Thread::isDaemon)
				.allMatch((thread) -> !thread.getUncaughtExceptionHandler().equals(thread.getThreadGroup()));
		}
		assertThat(deaths).hasValue(0);
	}

}
