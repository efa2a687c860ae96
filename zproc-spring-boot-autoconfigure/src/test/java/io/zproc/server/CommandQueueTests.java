package io.zproc.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others want of the owner of sockets is done, also when the owner is gone.
 */
@LeakChecked
@Timeout(180)
class CommandQueueTests {

	private static final Duration BOUND = Duration.ofSeconds(90);

	private final List<String> done = new CopyOnWriteArrayList<>();

	private Selector selector;

	private CommandQueue commands;

	@BeforeEach
	void open() throws IOException {
		this.selector = Selector.open();
		this.commands = new CommandQueue(this.selector);
	}

	@AfterEach
	void close() throws IOException {
		this.selector.close();
	}

	@Test
	void ownerRunsSoManyAtOnce() {
		for (int i = 0; i < 3; i++) {
			String name = "command " + i;
			this.commands.add(() -> this.done.add(name));
		}
		assertThat(this.commands.run(2)).isEqualTo(2);
		assertThat(this.done).containsExactly("command 0", "command 1");
		this.commands.ownerIsGone();
		assertThat(this.done).endsWith("command 2");
	}

	@Test
	void ownerDoesNotSleepWhileThereIsACommand() throws IOException {
		this.commands.add(() -> this.done.add("command"));
		assertThat(this.commands.sleep(0)).isZero();
		assertThat(this.commands.run(Integer.MAX_VALUE)).isOne();
		assertThat(this.done).containsExactly("command");
	}

	@Test
	void aSleepingOwnerIsWokenByEachCommand() throws IOException, InterruptedException {
		Thread owner = new Thread(() -> {
			try {
				while (!this.done.contains("command 999") && !Thread.currentThread().isInterrupted()) {
					if (this.commands.run(Integer.MAX_VALUE) == 0) {
						this.commands.sleep(0);
					}
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, "owner");
		owner.setDaemon(true);
		owner.start();
		try {
			for (int i = 0; i < 1000; i++) {
				String name = "command " + i;
				CountDownLatch ran = new CountDownLatch(1);
				this.commands.add(() -> {
					this.done.add(name);
					ran.countDown();
				});
				await(ran);
			}
			assertThat(BoundedJoin.of(owner, BOUND)).isTrue();
		}
		finally {
			// Wakes one that sleeps for ever, as none does unless the test has failed.
			owner.interrupt();
			BoundedJoin.of(owner, BOUND);
		}
		assertThat(this.done).hasSize(1000);
	}

	@Test
	void withoutAnOwnerNobodyWaitsForWhoRunsCommands() throws InterruptedException {
		this.commands.ownerIsGone();
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		Thread first = new Thread(() -> this.commands.add(() -> {
			running.countDown();
			await(goOn);
			this.done.add("first");
			this.commands.add(() -> this.done.add("third"));
			this.done.add("first is over");
		}), "first");
		first.start();
		await(running);
		// Has what the first one waits for: would it wait itself, both would for ever.
		Thread second = new Thread(() -> {
			this.commands.add(() -> this.done.add("second"));
			goOn.countDown();
		}, "second");
		second.start();
		assertThat(BoundedJoin.of(second, BOUND)).isTrue();
		assertThat(BoundedJoin.of(first, BOUND)).isTrue();
		assertThat(this.done).containsExactly("first", "first is over", "second", "third");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(BOUND.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
