package cookies;

import java.time.Duration;

import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.WorkerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same with a real state server and real processes, which one property asks for.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "zproc.mode=processes", "zproc.workers.baker.auto-start=false",
				"zproc.workers.eater.auto-start=false", "cookies.count=1", "cookies.delay=1ms",
				"zproc.worker.jvm-args=-XX:TieredStopAtLevel=1,-XX:+UseSerialGC" })
@Timeout(360)
class BakeryProcessesTests {

	@Autowired
	private SharedState state;

	@Autowired
	private ProcessManager processes;

	@Test
	void bakerIsAProcess() {
		WorkerProcess<Void> baker = this.processes.spawn(Bakery::bake);
		baker.await(Duration.ofMinutes(1));
		assertThat(this.state.get("baked", Long.class)).isEqualTo(1);
		assertThat(baker.exitCode()).isZero();
		assertThat(baker.pid()).isNotEqualTo(ProcessHandle.current().pid());
	}

}
