package io.zproc.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.zproc.testing.ForkedJvm;
import io.zproc.testing.Processes;
import org.awaitility.Awaitility;

/**
 * A tree of {@link TreeMain} processes, each of which tells this test its pid and place.
 */
final class ProcessTree implements AutoCloseable {

	/** The application, four levels of workers, and two that are stubborn. */
	static final int SIZE = 1 + TreeMain.DEPTH + 2;

	private static final Duration BOUND = Duration.ofMinutes(3);

	private final ServerSocket port;

	private final ForkedJvm root;

	private final List<Member> members = new ArrayList<>();

	ProcessTree() throws IOException {
		this.port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.port.setSoTimeout((int) BOUND.toMillis());
		this.root = ForkedJvm.of(TreeMain.class)
			.jvmArgs("-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
					"-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
					"-Dslf4j.internal.verbosity=ERROR")
			.args(String.valueOf(this.port.getLocalPort()))
			.start();
	}

	/**
	 * A process of the tree.
	 *
	 * @param pid its process id
	 * @param place a letter for each level from the root
	 */
	record Member(long pid, String place) {

		int level() {
			return this.place.length();
		}

		private boolean isAtOrBelow(Member other) {
			return this.place.startsWith(other.place);
		}

	}

	void awaitMembers(int count) throws IOException {
		while (this.members.size() < count) {
			try (Socket member = this.port.accept();
					BufferedReader reader = new BufferedReader(
							new InputStreamReader(member.getInputStream(), StandardCharsets.UTF_8))) {
				String line = reader.readLine();
				if (line == null) {
					throw new IllegalStateException("A process of the tree ended: " + this.root.output());
				}
				String[] words = line.split(" ", 2);
				this.members.add(new Member(Long.parseLong(words[0]), words[1]));
			}
		}
	}

	Member root() {
		return new Member(this.root.pid(), "");
	}

	Member randomAncestor(Random random) {
		int level = random.nextInt(TreeMain.DEPTH);
		return this.members.stream()
			.filter((member) -> member.level() == level && !member.place().endsWith(TreeMain.STUBBORN))
			.findFirst()
			.orElseThrow();
	}

	void stopRoot() {
		this.root.stop();
	}

	/**
	 * Kills a process, and waits until neither it is there nor any process below it. When
	 * it is the root, this includes processes that the tree has not named yet.
	 * @return how long the last one was there
	 */
	Duration killAndAwaitEnd(Member victim) {
		List<Long> condemned = this.members.stream()
			.filter((member) -> member.isAtOrBelow(victim))
			.map(Member::pid)
			.toList();
		ProcessHandle handle = ProcessHandle.of(victim.pid()).orElseThrow();
		long killedAt = System.nanoTime();
		handle.destroyForcibly();
		Awaitility.await("no process is left of " + condemned)
			.pollInSameThread()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.atMost(BOUND)
			.until(() -> condemned.stream().noneMatch(Processes::isAlive)
					&& (victim.level() > 0 || this.root.descendants().isEmpty()));
		return Duration.ofNanos(System.nanoTime() - killedAt);
	}

	/** The processes that should have survived a kill, but did not. */
	List<Member> missing(Member killed) {
		return this.members.stream()
			.filter((member) -> !member.isAtOrBelow(killed) && !Processes.isAlive(member.pid()))
			.toList();
	}

	@Override
	public void close() {
		this.root.close();
		try {
			this.port.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
