package io.zproc.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.zproc.AtomicState;
import io.zproc.SharedState;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a turn takes on the wire, counted between the client's and the server's sockets:
 * taking it ships only what is read, and it sends only what has changed.
 */
@LeakChecked
@Timeout(180)
class TurnBytesTests {

	private static final int KEYS = 10_000;

	private static final int BIG = 40_000;

	/**
	 * Three requests and their answers take less than 300 bytes each way; a slow machine
	 * may ask some of them again.
	 */
	private static final long FEW = 1_000;

	private final StateFixture fixture = new StateFixture();

	private final ProxiedClient client = new ProxiedClient(this.fixture.server().address(), Duration.ofSeconds(30));

	private final SharedState state = this.client.state();

	@BeforeEach
	void fill() {
		Map<String, Object> all = new HashMap<>();
		for (int i = 0; i < KEYS; i++) {
			all.put("key-" + i, "value " + i);
		}
		all.put("big", "x".repeat(BIG));
		this.fixture.state().putAll(all);
		// Connected, and told what the server is.
		assertThat(this.state).hasSize(KEYS + 1);
	}

	@AfterEach
	void close() {
		this.client.close();
		this.fixture.close();
	}

	/**
	 * What went over the wire.
	 */
	private record Bytes(long toServer, long toClient) {

	}

	private Bytes count(Runnable operation) {
		long sent = this.client.requests.bytesToServer() + this.client.changes.bytesToServer();
		long received = this.client.requests.bytesToClients() + this.client.changes.bytesToClients();
		operation.run();
		return new Bytes(this.client.requests.bytesToServer() + this.client.changes.bytesToServer() - sent,
				this.client.requests.bytesToClients() + this.client.changes.bytesToClients() - received);
	}

	private Bytes turn(Consumer<AtomicState> operation) {
		return count(() -> this.state.atomically(operation));
	}

	@Test
	void turnThatReadsOneKeyAndWritesOneTakesFewBytesHoweverManyKeysThereAre() {
		Bytes turn = turn((working) -> working.put("key-1", working.get("key-2") + " and more"));
		assertThat(turn.toServer()).isBetween(100L, FEW);
		assertThat(turn.toClient()).isBetween(50L, FEW);
		assertThat(this.fixture.state().get("key-1")).isEqualTo("value 2 and more");
		// What a copy of all would take.
		Bytes copy = count(this.state::snapshot);
		assertThat(copy.toClient()).isGreaterThan(KEYS * 20L + BIG);
	}

	@Test
	void valueThatIsReadComesOnceAndIsNotSentBack() {
		Bytes turn = turn((working) -> {
			assertThat((String) working.get("big")).hasSize(BIG);
			assertThat((String) working.get("big")).hasSize(BIG);
			working.put("key-1", "other");
		});
		assertThat(turn.toClient()).isBetween((long) BIG, BIG + FEW);
		assertThat(turn.toServer()).isBetween(100L, FEW);
	}

	@Test
	void valueThatIsWrittenIsSentOnceAndDoesNotComeBack() {
		Bytes turn = turn((working) -> {
			working.put("key-1", "y".repeat(BIG));
			working.put("key-1", "z".repeat(BIG));
		});
		assertThat(turn.toServer()).isBetween((long) BIG, BIG + FEW);
		assertThat(turn.toClient()).isBetween(50L, FEW);
	}

	@Test
	void turnThatTouchesNothingSendsNoValue() {
		Bytes turn = turn((working) -> {
		});
		assertThat(turn.toServer()).isBetween(50L, FEW);
		assertThat(turn.toClient()).isBetween(20L, FEW);
	}

}
