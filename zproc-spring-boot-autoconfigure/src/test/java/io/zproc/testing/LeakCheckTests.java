package io.zproc.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

import org.junit.platform.engine.TestExecutionResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs test classes that leak, and expects them to fail. Checked itself: what a fixture
 * leaks must be gone after its report.
 */
@LeakChecked
@Timeout(180)
class LeakCheckTests {

	/** Ends what only its owner can end: threads, sockets, files. */
	private static final List<AutoCloseable> LEAKED = new ArrayList<>();

	@AfterEach
	void cleanUp() throws Exception {
		for (AutoCloseable leaked : LEAKED) {
			leaked.close();
		}
		LEAKED.clear();
	}

	@Test
	void passesCleanTest() {
		Events tests = run(CleanTestCase.class).testEvents();
		tests.assertStatistics((statistics) -> statistics.started(3).succeeded(3));
	}

	@Test
	void reportsAndKillsChildProcess() {
		assertThat(leakOf(LeakingChild.class)).contains("process ", "sleep 600");
		assertThat(ProcessHandle.current().descendants().filter(Processes::isAlive)).isEmpty();
	}

	@Test
	void reportsOrphanThatItSaw() {
		assertThat(leakOf(LeakingSeenOrphan.class)).contains("sleep 601");
	}

	@Test
	void reportsOrphanByItsMark() {
		assertThat(leakOf(LeakingMarkedOrphan.class)).contains("sleep 602");
	}

	@Test
	void reportsForkedJvm() {
		assertThat(leakOf(LeakingForkedJvm.class)).contains("process ", ForkedJvmTests.Echo.class.getName(),
				"thread 'zproc-test-output-", "zproc-forked-jvm-");
	}

	@Test
	void reportsNonDaemonThreadWithItsStack() {
		assertThat(leakOf(LeakingThread.class)).contains("thread 'forgotten' (non-daemon, WAITING)", "CountDownLatch");
	}

	@Test
	void reportsDaemonThreadOfZProc() {
		assertThat(leakOf(LeakingDaemonThread.class)).contains("thread 'zproc-watch-orders' (daemon, ");
	}

	@Test
	void reportsThreadsAndPortOfJeroMq() {
		assertThat(leakOf(LeakingJeroMq.class)).contains("thread 'iothread-2'", "thread 'reaper-1'", "listening port ");
	}

	@Test
	void reportsListeningPort() {
		String report = leakOf(LeakingPort.class);
		assertThat(report).contains("listening port " + LeakingPort.port + " on ", "127.0.0.1");
	}

	@Test
	void reportsTemporaryFile() {
		assertThat(leakOf(LeakingTemporaryFile.class)).contains("path ", "zproc-leak");
	}

	@Test
	void reportsFileInWorkingDirectory() {
		assertThat(leakOf(LeakingFile.class)).contains("path ", "leaked.txt");
	}

	@Test
	void failsClassForWhatItsTestsShared() {
		EngineExecutionResults results = run(LeakingFromBeforeAll.class);
		results.testEvents().assertStatistics((statistics) -> statistics.started(2).succeeded(2));
		results.containerEvents().assertStatistics((statistics) -> statistics.failed(1));
		assertThat(failure(results.containerEvents())).contains("LeakingFromBeforeAll' left behind 1", "sleep 603");
	}

	@Test
	void checksMethodThatIsAnnotatedAlone() {
		EngineExecutionResults results = run(OneCheckedMethod.class);
		results.testEvents().assertStatistics((statistics) -> statistics.started(2).failed(1).succeeded(1));
		assertThat(failure(results.testEvents())).contains("zproc-checked").doesNotContain("zproc-unchecked");
	}

	/**
	 * Each of these fixtures has one test, which leaks, and one after it, which does not.
	 */
	private static String leakOf(Class<?> fixture) {
		EngineExecutionResults results = run(fixture);
		results.testEvents().assertStatistics((statistics) -> statistics.started(2).failed(1).succeeded(1));
		results.containerEvents().assertStatistics((statistics) -> statistics.failed(0));
		return failure(results.testEvents());
	}

	private static String failure(Events events) {
		Event failed = events.failed().list().get(0);
		return failed.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow().getMessage();
	}

	private static EngineExecutionResults run(Class<?> fixture) {
		return EngineTestKit.engine("junit-jupiter")
			.selectors(DiscoverySelectors.selectClass(fixture))
			.configurationParameter(LeakCheck.PATIENCE, "PT0.5S")
			.configurationParameter("junit.jupiter.testmethod.order.default",
					"org.junit.jupiter.api.MethodOrderer$MethodName")
			.execute();
	}

	private static Process start(String... command) throws IOException {
		return new ProcessBuilder(command).start();
	}

	private static Thread startThread(String name, boolean daemon) {
		CountDownLatch end = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, name);
		thread.setDaemon(daemon);
		thread.start();
		LEAKED.add(() -> {
			end.countDown();
			thread.join();
		});
		return thread;
	}

	@LeakChecked
	abstract static class Leaking {

		@Test
		void aLeaks() throws Exception {
			leak();
		}

		@Test
		void bIsClean() {
		}

		abstract void leak() throws Exception;

	}

	@LeakChecked
	static class CleanTestCase {

		private static Process shared;

		@AutoClose
		private final ZContext context = new ZContext();

		@BeforeAll
		static void startShared() throws IOException {
			shared = start("sleep", "600");
		}

		@AfterAll
		static void stopShared() {
			shared.destroy();
		}

		@Test
		void endsWhatItStarted() throws Exception {
			Process process = start("sleep", "600");
			Path file = Files.createTempFile("zproc-clean", null);
			try (ServerSocket socket = new ServerSocket(0)) {
				assertThat(socket.isBound()).isTrue();
			}
			Files.delete(file);
			process.destroy();
		}

		@Test
		void closesItsFieldLate() {
			this.context.createSocket(SocketType.ROUTER).bindToRandomPort("tcp://127.0.0.1");
		}

		@Test
		void leavesWhatEndsByItself() throws Exception {
			start("sleep", "0.1");
		}

	}

	static class LeakingChild extends Leaking {

		@Override
		void leak() throws Exception {
			start("sleep", "600");
		}

	}

	static class LeakingSeenOrphan extends Leaking {

		@Override
		void leak() throws Exception {
			ProcessBuilder parent = new ProcessBuilder("sh", "-c", "sleep 601 & sleep 0.5");
			parent.environment().remove(Processes.RUN_MARK);
			parent.start().waitFor();
		}

	}

	static class LeakingMarkedOrphan extends Leaking {

		@Override
		void leak() throws Exception {
			ProcessBuilder parent = new ProcessBuilder("sh", "-c", "sleep 602 &");
			parent.environment().put(Processes.RUN_MARK, Processes.runMark());
			parent.start().waitFor();
		}

	}

	static class LeakingForkedJvm extends Leaking {

		@Override
		void leak() {
			ForkedJvm jvm = ForkedJvm.of(ForkedJvmTests.Echo.class).start();
			LEAKED.add(jvm);
		}

	}

	static class LeakingThread extends Leaking {

		@Override
		void leak() {
			startThread("forgotten", false);
		}

	}

	static class LeakingDaemonThread extends Leaking {

		@Override
		void leak() {
			startThread("zproc-watch-orders", true);
		}

	}

	static class LeakingJeroMq extends Leaking {

		@Override
		void leak() {
			ZContext context = new ZContext();
			LEAKED.add(context);
			context.createSocket(SocketType.ROUTER).bindToRandomPort("tcp://127.0.0.1");
		}

	}

	static class LeakingPort extends Leaking {

		private static int port;

		@Override
		void leak() throws IOException {
			ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
			LEAKED.add(socket);
			port = socket.getLocalPort();
		}

	}

	static class LeakingTemporaryFile extends Leaking {

		@Override
		void leak() throws IOException {
			Path file = Files.createTempFile("zproc-leak", null);
			LEAKED.add(() -> Files.delete(file));
		}

	}

	static class LeakingFile extends Leaking {

		@Override
		void leak() throws IOException {
			Path file = Files.createFile(Path.of("leaked.txt"));
			LEAKED.add(() -> Files.delete(file));
		}

	}

	@LeakChecked
	static class LeakingFromBeforeAll {

		@BeforeAll
		static void startShared() throws IOException {
			start("sleep", "603");
		}

		@Test
		void usesShared() {
		}

		@Test
		void usesSharedToo() {
		}

	}

	static class OneCheckedMethod {

		@Test
		@LeakChecked
		void checked() {
			startThread("zproc-checked", true);
		}

		@Test
		void unchecked() {
			startThread("zproc-unchecked", true);
		}

	}

}
