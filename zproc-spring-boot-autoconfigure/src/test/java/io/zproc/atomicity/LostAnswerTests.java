package io.zproc.atomicity;

import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.zproc.SharedState;
import io.zproc.client.StateFixture;
import io.zproc.loads.BareClient;
import io.zproc.protocol.ServerAddress;
import io.zproc.testing.CuttingProxy;
import io.zproc.testing.LeakChecked;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for turns whose answers are lost on the way: the server has done what was asked,
 * and is asked again.
 */
@LeakChecked
@Timeout(360)
class LostAnswerTests {

	private final StateFixture fixture = new StateFixture();

	private final CuttingProxy network = new CuttingProxy(
			URI.create(this.fixture.server().address().requests()).getPort());

	private final BareClient client = client();

	private final SharedState direct = this.fixture.state();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private BareClient client() {
		ServerAddress address = this.fixture.server().address();
		return new BareClient(new ServerAddress("tcp://127.0.0.1:" + this.network.port(), address.changes(),
				address.secret(), address.pid()), "cut off", 1);
	}

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.client.close();
		this.network.close();
		this.fixture.close();
	}

	/**
	 * What is held back on the way to the client is lost, and a new connection is good.
	 */
	private void loseAnswers() {
		int before = this.network.accepted();
		this.network.cut();
		this.network.go();
		Awaitility.await().atMost(Queue.BOUND).until(() -> this.network.accepted() > before);
	}

	@Test
	void aCommitWhoseAnswerIsLostIsNotAppliedTwice() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		for (int round = 1; round <= 5; round++) {
			long present = this.direct.increment("n", 0);
			Future<?> call = this.threads.submit(() -> this.client.state().atomically((working) -> {
				runs.incrementAndGet();
				working.increment("n", 1);
				this.network.holdAnswers();
			}));
			Awaitility.await().atMost(Queue.BOUND).until(() -> this.direct.increment("n", 0) == present + 1);
			// The turn is over: the next one can write before the first knows of its end.
			long version = this.direct.snapshot().version();
			this.direct.put("n", 100L * round);
			assertThat(call).isNotDone();
			loseAnswers();
			call.get(Queue.BOUND.toSeconds(), TimeUnit.SECONDS);
			assertThat(runs).hasValue(round);
			assertThat(this.direct.get("n")).isEqualTo(100L * round);
			assertThat(this.direct.snapshot().version()).isEqualTo(version + 1);
		}
	}

	@Test
	void aTurnWhoseGrantIsLostIsGrantedOnceAndRunsOnce() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		assertThat(this.client.state()).isEmpty();
		this.network.holdAnswers();
		Future<?> call = this.threads.submit(() -> this.client.state().atomically((working) -> {
			runs.incrementAndGet();
			working.increment("n", 1);
		}));
		Queue queue = new Queue(this.fixture.client(), "default");
		queue.awaitHolder();
		Future<Object> next = this.threads.submit(() -> this.direct.put("n", 5L));
		queue.await(1);
		assertThat(runs).hasValue(0);
		loseAnswers();
		call.get(Queue.BOUND.toSeconds(), TimeUnit.SECONDS);
		assertThat(next.get(Queue.BOUND.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1L);
		assertThat(runs).hasValue(1);
		assertThat(this.direct.snapshot().version()).isEqualTo(2);
	}

}
