package cookies;

import java.time.Duration;

import io.zproc.ProcessManager;
import io.zproc.SharedState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How an application tests its workers and watchers: as threads of the test, which fork
 * nothing. Workers that a test wants to start by itself do not start on their own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "zproc.workers.baker.auto-start=false", "cookies.count=3", "cookies.delay=1ms" })
@Timeout(60)
class BakeryTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	@Autowired
	private SharedState state;

	@Autowired
	private ProcessManager processes;

	@BeforeEach
	void clearThePlate() {
		this.state.clear();
	}

	@Test
	void eaterEatsWhatIsOnThePlate() {
		this.state.put("cookies", 7L);
		this.state.watch().whenEqual("eaten", 7L).timeout(SOON).await();
		assertThat(this.state.get("cookies", Long.class)).isZero();
	}

	@Test
	void bakersBakeAndEveryCookieIsEaten() {
		this.processes.awaitAll(this.processes.worker(Bakery::bake).spawnCount(2), SOON);
		assertThat(this.state.get("baked", Long.class)).isEqualTo(6);
		this.state.watch().whenEqual("eaten", 6L).timeout(SOON).await();
	}

}
