package io.zproc.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.zproc.protocol.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HashTrieTests {

	private static final int STEPS = 12_000;

	/** 128 keys of one hash, and as many of each of some others. */
	private static final List<String> COLLIDING = Stream.of("", "x", "a longer one")
		.flatMap((end) -> colliding(7).map((key) -> key + end))
		.toList();

	private static final List<String> PLAIN = IntStream.range(0, 3000).mapToObj((number) -> "key" + number).toList();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 5, 8, 13, 21, 34 })
	void isEqualToHashMapAfterAnyChanges(long seed) {
		Random random = new Random(seed);
		List<String> keys = keys(random);
		Map<String, Integer> expected = new HashMap<>();
		HashTrie<Integer> trie = HashTrie.empty();
		for (int i = 0; i < STEPS; i++) {
			String key = keys.get(random.nextInt(keys.size()));
			if (isGrowing(i) ? random.nextInt(4) > 0 : random.nextInt(8) == 0) {
				expected.put(key, i);
				trie = trie.plus(key, i);
			}
			else {
				expected.remove(key);
				trie = trie.minus(new String(key));
			}
			assertThat(trie.get(key)).isEqualTo(expected.get(key));
			assertThat(trie.size()).isEqualTo(expected.size());
			if (i % 500 == 0) {
				assertSame(trie, expected, keys);
			}
		}
		for (String key : keys) {
			trie = trie.minus(key);
		}
		assertThat(trie).isEmpty();
		assertThat(shape(trie)).isEqualTo("0");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 5 })
	void olderMapsStayAsTheyWere(long seed) {
		Random random = new Random(seed);
		List<String> keys = keys(random);
		List<HashTrie<Integer>> tries = new ArrayList<>(List.of(HashTrie.empty()));
		List<Map<String, Integer>> copies = new ArrayList<>(List.of(Map.of()));
		for (int i = 0; i < STEPS / 100; i++) {
			int from = random.nextInt(tries.size());
			HashTrie<Integer> trie = tries.get(from);
			Map<String, Integer> copy = new HashMap<>(copies.get(from));
			for (int j = 0; j < 100; j++) {
				String key = keys.get(random.nextInt(keys.size()));
				if (random.nextInt(3) > 0) {
					trie = trie.plus(key, i);
					copy.put(key, i);
				}
				else {
					trie = trie.minus(key);
					copy.remove(key);
				}
			}
			tries.add(trie);
			copies.add(copy);
		}
		for (int i = 0; i < tries.size(); i++) {
			assertSame(tries.get(i), copies.get(i), keys);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 16, 17, 18, 100, 1000, 1024, 3000 })
	void madeAtOnceItIsAsMadeOneByOne(int size) {
		for (List<String> keys : List.of(PLAIN.subList(0, size), COLLIDING.subList(0, Math.min(size, 380)))) {
			List<KeyValue> entries = new ArrayList<>();
			HashTrie<Object> expected = HashTrie.empty();
			for (String key : keys) {
				entries.add(new KeyValue(key, 1, new byte[] { '7' }));
				expected = expected.plus(key, 7);
			}
			HashTrie<Object> trie = HashTrie.of(entries);
			assertThat(trie).containsExactlyInAnyOrderEntriesOf(expected);
			assertThat(shape(trie)).isEqualTo(shape(expected));
		}
	}

	@Test
	void removalOfWhatIsNotThereChangesNothing() {
		HashTrie<Integer> trie = HashTrie.<Integer>empty().plus("Aa", 1);
		assertThat(trie.minus("BB")).isSameAs(trie);
		assertThat(trie.minus("Aa").minus("Aa")).isEmpty();
	}

	@Test
	void knowsOnlyTexts() {
		Map<?, Integer> trie = HashTrie.<Integer>empty().plus("", 1);
		Object number = 1;
		assertThat(trie.get(null)).isNull();
		assertThat(trie.get(number)).isNull();
		assertThat(trie.containsKey(null)).isFalse();
		assertThat(trie.get("")).isEqualTo(1);
	}

	@Test
	void refusesEntryWithoutValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> HashTrie.of(List.of(KeyValue.absent("cart"))))
			.withMessageContaining("'cart'");
	}

	@Test
	void iteratorEnds() {
		Iterator<Map.Entry<String, Integer>> iterator = HashTrie.<Integer>empty().plus("a", 1).entrySet().iterator();
		assertThat(iterator.next()).isEqualTo(Map.entry("a", 1));
		assertThat(iterator.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
	}

	private static void assertSame(HashTrie<Integer> trie, Map<String, Integer> expected, List<String> keys) {
		assertThat(trie).isEqualTo(expected).hasSameHashCodeAs(expected).hasSameSizeAs(expected);
		assertThat(trie.keySet().stream()).doesNotHaveDuplicates().hasSize(expected.size());
		for (String key : keys) {
			assertThat(trie.get(key)).isEqualTo(expected.get(key));
			assertThat(trie.containsKey(key)).isEqualTo(expected.containsKey(key));
		}
		HashTrie<Integer> inAnotherOrder = HashTrie.empty();
		for (Map.Entry<String, Integer> entry : expected.entrySet()) {
			inAnotherOrder = inAnotherOrder.plus(entry.getKey(), entry.getValue());
		}
		assertThat(shape(trie)).isEqualTo(shape(inAnotherOrder));
	}

	/**
	 * How many entries are under which slots.
	 */
	private static String shape(HashTrie<?> trie) {
		return shapeOf(ReflectionTestUtils.getField(trie, "root"));
	}

	private static String shapeOf(Object node) {
		if (node instanceof TrieBucket bucket) {
			return "" + bucket.size();
		}
		Object[] slots = (Object[]) node;
		StringBuilder shape = new StringBuilder("[");
		for (int i = 0; i < slots.length; i++) {
			shape.append((i > 0 && slots[i] == slots[i - 1]) ? "-" : " " + shapeOf(slots[i]));
		}
		return shape.append("]").toString();
	}

	private static boolean isGrowing(int step) {
		return step / 3000 % 2 == 0;
	}

	private static List<String> keys(Random random) {
		List<String> keys = new ArrayList<>(PLAIN.subList(0, 1 << (4 + random.nextInt(8))));
		keys.addAll(COLLIDING.subList(0, random.nextInt(COLLIDING.size())));
		return keys;
	}

	private static Stream<String> colliding(int parts) {
		return (parts == 0) ? Stream.of("")
				: colliding(parts - 1).flatMap((beginning) -> Stream.of(beginning + "Aa", beginning + "BB"));
	}

}
