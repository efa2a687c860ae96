package io.zproc.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.zproc.Origin;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.Code;
import io.zproc.protocol.Request;
import io.zproc.protocol.Write;
import io.zproc.server.MachineFixture.Client;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.zproc.server.MachineFixture.bytes;
import static io.zproc.server.MachineFixture.commitOf;
import static io.zproc.server.MachineFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for snapshots that are read in chunks.
 */
@LeakChecked
@Timeout(180)
class ScanTests {

	private final MachineFixture fixture = new MachineFixture();

	private final Client client = this.fixture.client();

	private static String shown(KeyValue entry) {
		return entry.version() + "=" + text(entry.value());
	}

	/**
	 * A snapshot on its way, and what it must show in the end.
	 */
	private static final class Reader {

		private final Scan scan;

		private final Map<String, String> expected;

		private final int expectedSize;

		private final Map<String, String> seen = new HashMap<>();

		Reader(EntryTable table, Map<String, String> model, long version, int limit) {
			this.scan = table.scan(version, true, limit);
			this.expected = new HashMap<>(model);
			this.expectedSize = Math.min(limit, model.size());
		}

		void read(int maxBytes) {
			for (KeyValue entry : this.scan.next(maxBytes)) {
				assertThat(this.seen.put(entry.key(), shown(entry))).as("second sight of %s", entry.key()).isNull();
			}
		}

		void check() {
			assertThat(this.seen).hasSize(this.expectedSize);
			assertThat(this.expected).containsAllEntriesOf(this.seen);
		}

	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void isAnExactCutWhateverHappensMeanwhile(long seed) {
		Random random = new Random(seed);
		EntryTable table = new EntryTable(new MemoryBudget(Long.MAX_VALUE));
		Map<String, String> model = new HashMap<>();
		List<Reader> readers = new ArrayList<>();
		int finished = 0;
		for (long version = 1; version <= 20_000; version++) {
			String key = "k" + random.nextInt(40);
			if (random.nextInt(3) == 0) {
				table.remove(key);
				model.remove(key);
			}
			else {
				table.put(key, version, text("v" + version), Origin.ofApplication(1), 0);
				model.put(key, version + "=v" + version);
			}
			if (readers.size() < 4 && random.nextInt(10) == 0) {
				int limit = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(30);
				readers.add(new Reader(table, model, version, limit));
			}
			if (!readers.isEmpty() && random.nextInt(3) == 0) {
				Reader reader = readers.get(random.nextInt(readers.size()));
				reader.read(1 + random.nextInt(200));
				if (reader.scan.isDone()) {
					reader.check();
					table.close(reader.scan);
					readers.remove(reader);
					finished++;
				}
			}
			assertThat(table.size()).isEqualTo(model.size());
		}
		assertThat(finished).isGreaterThan(500);
		assertThat(new HashSet<>(table.keys())).isEqualTo(model.keySet());
		for (String key : model.keySet()) {
			table.remove(key);
		}
		assertThat(table.bytes()).isZero();
		assertThat(table.first()).isNull();
	}

	private void fill(int keys, int valueBytes) {
		for (int i = 0; i < keys; i++) {
			this.client.commit("default", Write.put("k" + i, bytes(valueBytes)));
		}
	}

	private static Reply.Chunk chunk(Reply reply) {
		assertThat(reply).isInstanceOf(Reply.Chunk.class);
		return (Reply.Chunk) reply;
	}

	@Test
	void comesInChunksOfOneVersion() {
		fill(20, 25_000);
		long scan = this.client.nextSequence;
		Reply.Chunk chunk = chunk(this.client.ask(new Request.Scan("default", true, Integer.MAX_VALUE)));
		Set<String> keys = new HashSet<>();
		int chunks = 1;
		while (!chunk.isLast()) {
			chunk.entries().forEach((entry) -> assertThat(keys.add(entry.key())).isTrue());
			this.client.commit("default", Write.remove("k" + (20 - chunks)), Write.put("new" + chunks, bytes(10)),
					Write.put("k19", bytes(5)));
			chunk = chunk(this.client.ask(new Request.ScanNext(scan)));
			assertThat(chunk.scan()).isEqualTo(scan);
			assertThat(chunk.version()).isEqualTo(20);
			chunks++;
		}
		chunk.entries().forEach((entry) -> {
			assertThat(keys.add(entry.key())).isTrue();
			assertThat(entry.value()).hasSize(25_000);
		});
		assertThat(keys).hasSize(20);
		assertThat(chunks).isBetween(5, 10);
		refused(this.client.ask(new Request.ScanNext(scan)), Code.UNKNOWN_SCAN);
	}

	private static void refused(Reply reply, Code code) {
		assertThat(reply).isInstanceOfSatisfying(Reply.Failure.class,
				(failure) -> assertThat(failure.code()).isEqualTo(code));
	}

	@Test
	void endsWithItsLimit() {
		fill(20, 10);
		Reply.Chunk chunk = chunk(this.client.ask(new Request.Scan("default", true, 7)));
		assertThat(chunk.entries()).hasSize(7);
		assertThat(chunk.isLast()).isTrue();
		for (int limit : new int[] { 0, -1, Integer.MIN_VALUE }) {
			chunk = chunk(this.client.ask(new Request.Scan("default", true, limit)));
			assertThat(chunk.entries()).isEmpty();
			assertThat(chunk.isLast()).isTrue();
		}
	}

	@Test
	void leavesValuesOutWhenTheyAreNotWanted() {
		fill(3, 100);
		Reply.Chunk chunk = chunk(this.client.ask(new Request.Scan("default", false, 10)));
		assertThat(chunk.entries()).hasSize(3)
			.allSatisfy((entry) -> assertThat(entry.value()).isNull())
			.allMatch(KeyValue::isPresent);
	}

	@Test
	void ofAnUnknownNamespaceIsEmptyAndDoesNotMakeItKnown() {
		Reply.Chunk chunk = chunk(this.client.ask(new Request.Scan("nowhere", true, 10)));
		assertThat(chunk.entries()).isEmpty();
		assertThat(chunk.isLast()).isTrue();
		assertThat(chunk.version()).isZero();
		assertThat(((Reply.ServerStatistics) this.client.ask(new Request.Statistics())).namespaces()).isEmpty();
	}

	@Test
	void aDuplicateOfAChunksRequestGetsTheSameChunk() {
		fill(20, 100_000);
		long scan = this.client.nextSequence;
		this.client.ask(new Request.Scan("default", true, Integer.MAX_VALUE));
		Reply first = this.client.send(100, new Request.ScanNext(scan));
		assertThat(this.client.send(100, new Request.ScanNext(scan))).isSameAs(first);
		this.client.disconnect();
		this.client.reconnect();
		assertThat(this.client.send(100, new Request.ScanNext(scan))).isSameAs(first);
	}

	@Test
	void aDuplicateOfItsBeginningDoesNotBeginItAnew() {
		fill(20, 100_000);
		long scan = this.client.nextSequence;
		Request request = new Request.Scan("default", true, Integer.MAX_VALUE);
		Reply.Chunk chunk = chunk(this.client.ask(request));
		Set<String> keys = new HashSet<>();
		chunk.entries().forEach((entry) -> keys.add(entry.key()));
		this.client.put("k0", "changed between the request and its duplicate");
		assertThat(this.client.send(scan, request)).isSameAs(chunk);
		while (!chunk.isLast()) {
			chunk = chunk(this.client.ask(new Request.ScanNext(scan)));
			assertThat(chunk.version()).isEqualTo(20);
			chunk.entries().forEach((entry) -> assertThat(keys.add(entry.key())).isTrue());
		}
		assertThat(keys).hasSize(20);
	}

	@Test
	void onlySoManyAreOpenAtOnce() {
		fill(4, 50_000);
		List<Long> scans = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			scans.add(this.client.nextSequence);
			assertThat(chunk(this.client.ask(new Request.Scan("default", true, 10))).isLast()).isFalse();
		}
		assertThat(this.client.ask(new Request.Scan("default", true, 10))).isInstanceOf(Reply.Chunk.class);
		refused(this.client.ask(new Request.ScanNext(scans.get(0))), Code.UNKNOWN_SCAN);
		assertThat(chunk(this.client.ask(new Request.ScanNext(scans.get(1)))).isLast()).isTrue();
	}

	@Test
	void isGoneWithItsSession() {
		fill(20, 100_000);
		long scan = this.client.nextSequence;
		this.client.ask(new Request.Scan("default", true, 100));
		Client other = this.fixture.client();
		refused(other.ask(new Request.ScanNext(scan)), Code.UNKNOWN_SCAN);
		this.client.disconnect();
		this.fixture.passMs(5_000);
		refused(this.client.send(50, new Request.ScanNext(scan)), Code.UNKNOWN_SESSION);
		assertThat(other.ask(commitOf("default", 0, List.of(), Write.clear()))).isInstanceOf(Reply.Committed.class);
	}

}
