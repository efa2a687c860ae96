package io.zproc.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ForkedJvm} and {@link Processes}.
 */
@LeakChecked
@Timeout(180)
class ForkedJvmTests {

	private static final Duration BOUND = Duration.ofSeconds(60);

	@Test
	void startsWithClassPathArgumentsEnvironmentAndDirectory(@TempDir Path directory) {
		try (ForkedJvm jvm = ForkedJvm.of(Facts.class)
			.jvmArgs("-Dfact=property with space")
			.args("first", "@second")
			.environment("ZPROC_FACT", "variable")
			.workingDirectory(directory)
			.start()) {
			assertThat(jvm.awaitExit(BOUND)).isEqualTo(3);
			assertThat(jvm.output()).containsExactly("out first", "err @second", "property with space", "variable",
					directory.toString(), System.getProperty("java.io.tmpdir"), jvm.mark());
		}
	}

	@Test
	void talksToStandardInput() throws IOException {
		try (ForkedJvm jvm = ForkedJvm.of(Echo.class).start()) {
			jvm.stdin().write("hällo\n".getBytes(StandardCharsets.UTF_8));
			jvm.stdin().flush();
			assertThat(jvm.awaitLine("echo", BOUND)).isEqualTo("echo hällo");
			assertThat(jvm.awaitLine((line) -> line.endsWith("ready"), BOUND)).isEqualTo("is ready");
			jvm.stdin().close();
			assertThat(jvm.awaitExit(BOUND)).isZero();
		}
	}

	@Test
	void failsWithOutputWhenLineDoesNotCome() {
		try (ForkedJvm jvm = ForkedJvm.of(Echo.class).start()) {
			jvm.awaitLine("ready", BOUND);
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> jvm.awaitLine("golden", Duration.ofMillis(100)))
				.withMessageContainingAll("JVM " + jvm.pid() + " (alive)", "'golden'", "is ready");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> jvm.awaitExit(Duration.ofMillis(100)))
				.withMessageContainingAll("did not end", "is ready");
		}
	}

	@Test
	@Timeout(60)
	void failsAtOnceWhenOutputEnds() {
		try (ForkedJvm jvm = ForkedJvm.of("io.zproc.Absent").start()) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> jvm.awaitLine("golden", Duration.ofMinutes(5)))
				.withMessageContainingAll("'golden'", "ClassNotFoundException: io.zproc.Absent");
		}
	}

	@Test
	void killsJvmAloneAndFindsItsOrphans() {
		long child;
		try (ForkedJvm jvm = ForkedJvm.of(Parent.class).start()) {
			child = Long.parseLong(jvm.awaitLine("child ", BOUND).substring("child ".length()));
			assertThat(jvm.descendants()).containsExactly(child);
			jvm.kill9();
			assertThat(jvm.isAlive()).isFalse();
			assertThat(jvm.awaitExit(BOUND)).isEqualTo(137);
			assertThat(Processes.isAlive(child)).isTrue();
			assertThat(jvm.descendants()).containsExactly(child);
			assertThat(Processes.withMark(jvm.mark())).extracting(ProcessHandle::pid).containsExactly(child);
			assertThat(Processes.withMark(Processes.runMark())).extracting(ProcessHandle::pid).contains(child);
		}
		assertThat(Processes.isAlive(child)).isFalse();
	}

	@Test
	void closesWholeTree() {
		long child;
		ForkedJvm jvm = ForkedJvm.of(Parent.class).start();
		try (jvm) {
			child = Long.parseLong(jvm.awaitLine("child ", BOUND).substring("child ".length()));
		}
		assertThat(jvm.isAlive()).isFalse();
		assertThat(Processes.isAlive(child)).isFalse();
	}

	@Test
	void killsAlthoughInterrupted() {
		ForkedJvm jvm = ForkedJvm.of(Echo.class).start();
		try (jvm) {
			jvm.awaitLine("ready", BOUND);
			Thread.currentThread().interrupt();
		}
		assertThat(Thread.interrupted()).isTrue();
		assertThat(jvm.isAlive()).isFalse();
	}

	@Test
	void signalsJvmAlone() {
		try (ForkedJvm jvm = ForkedJvm.of(Parent.class).inOwnGroup().start()) {
			jvm.awaitLine("child ", BOUND);
			jvm.signal("TERM");
			assertThat(jvm.awaitExit(BOUND)).isEqualTo(143);
			assertThat(jvm.descendants()).hasSize(1);
		}
	}

	@Test
	void signalsWholeGroup() {
		try (ForkedJvm jvm = ForkedJvm.of(Parent.class).inOwnGroup().start()) {
			jvm.awaitLine("child ", BOUND);
			jvm.signalGroup("TERM");
			assertThat(jvm.awaitExit(BOUND)).isEqualTo(143);
			await().atMost(BOUND).until(() -> jvm.descendants().isEmpty());
		}
	}

	@Test
	void refusesToSignalGroupOfTests() {
		try (ForkedJvm jvm = ForkedJvm.of(Echo.class).start()) {
			assertThatIllegalStateException().isThrownBy(() -> jvm.signalGroup("TERM"))
				.withMessageContaining("expected: inOwnGroup()");
		}
	}

	@Test
	void stopsAndContinues() throws IOException {
		try (ForkedJvm jvm = ForkedJvm.of(Echo.class).start()) {
			jvm.awaitLine("ready", BOUND);
			jvm.stop();
			assertThat(Processes.state(jvm.pid())).isEqualTo('T');
			jvm.stdin().write("late\n".getBytes(StandardCharsets.UTF_8));
			jvm.stdin().flush();
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> jvm.awaitLine("echo", Duration.ofMillis(300)));
			jvm.cont();
			jvm.awaitLine("echo late", BOUND);
		}
	}

	@Test
	void countsZombieAsDead() throws Exception {
		// The second sleep takes the place of the shell, and never waits for the first.
		Process parent = new ProcessBuilder("sh", "-c", "sleep 0.1 & exec sleep 600").start();
		try {
			await().atMost(BOUND).until(() -> parent.descendants().count() == 1);
			ProcessHandle child = parent.descendants().findFirst().orElseThrow();
			await().atMost(BOUND).until(() -> Processes.state(child.pid()) == 'Z');
			assertThat(child.isAlive()).isTrue();
			assertThat(Processes.isAlive(child.pid())).isFalse();
			assertThat(Processes.isAlive(parent.pid())).isTrue();
		}
		finally {
			parent.destroyForcibly().waitFor();
		}
		assertThat(Processes.isAlive(parent.pid())).isFalse();
	}

	/** Says what it was started with. */
	static final class Facts {

		private Facts() {
		}

		public static void main(String[] args) {
			System.out.println("out " + args[0]);
			System.err.println("err " + args[1]);
			System.out.println(System.getProperty("fact"));
			System.out.println(System.getenv("ZPROC_FACT"));
			System.out.println(Path.of("").toAbsolutePath());
			System.out.println(System.getProperty("java.io.tmpdir"));
			System.out.println(System.getenv(Processes.JVM_MARK));
			System.exit(3);
		}

	}

	/** Answers each line until the end of its input. */
	static final class Echo {

		private Echo() {
		}

		public static void main(String[] args) throws IOException {
			System.out.println("is ready");
			BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				byte[] answer = ("echo " + line + "\n").getBytes(StandardCharsets.UTF_8);
				System.out.write(answer, 0, answer.length);
				System.out.flush();
			}
		}

	}

	/** Starts a child, which keeps the standard output open, and lives on without it. */
	static final class Parent {

		private Parent() {
		}

		public static void main(String[] args) throws Exception {
			Process child = new ProcessBuilder("sleep", "600").redirectOutput(Redirect.INHERIT).start();
			System.out.println("child " + child.pid());
			Thread.currentThread().join();
		}

	}

}
