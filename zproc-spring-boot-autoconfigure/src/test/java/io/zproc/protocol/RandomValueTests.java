package io.zproc.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import io.zproc.protocol.shop.Shop;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RandomValueTests {

	private final ValueCodec codec = new ValueCodec(List.of("io.zproc.protocol.shop"), getClass().getClassLoader());

	private final List<Object> leaves = ValueSamples.values().toList();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 5, 8, 13, 21, 34 })
	void nestedValuesComeBackEqualAndEncodeTheSame(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 100; i++) {
			Object value = value(random, 5);
			byte[] encoded = this.codec.encode("k", value);
			Object decoded = this.codec.decode("k", encoded);
			assertThat(decoded).isEqualTo(value);
			assertThat(this.codec.encode("k", decoded)).isEqualTo(encoded);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 55, 89 })
	void randomNumbersComeBackEqual(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			List<Object> numbers = List.of(Double.longBitsToDouble(random.nextLong()),
					Float.intBitsToFloat(random.nextInt()), random.nextLong(), random.nextInt(), random.nextGaussian());
			assertThat(this.codec.decode("k", this.codec.encode("k", numbers))).isEqualTo(numbers);
		}
		float[] floats = new float[10_000];
		double[] doubles = new double[10_000];
		for (int i = 0; i < floats.length; i++) {
			floats[i] = Float.intBitsToFloat(random.nextInt());
			doubles[i] = Double.longBitsToDouble(random.nextLong());
		}
		assertThat(this.codec.decode("k", this.codec.encode("k", floats))).isEqualTo(floats);
		assertThat(this.codec.decode("k", this.codec.encode("k", doubles))).isEqualTo(doubles);
	}

	private Object value(Random random, int depth) {
		int size = random.nextInt(4);
		return switch ((depth == 0) ? 9 : random.nextInt(11)) {
			case 0 -> list(random, depth, size);
			case 1 -> new LinkedHashSet<>(list(random, depth, size));
			case 2 -> namedMap(random, depth, size);
			case 3 -> map(random, depth, size);
			case 4 -> Optional.ofNullable(value(random, depth - 1));
			case 5 -> new Shop.Anything(value(random, depth - 1), number(random), list(random, depth, size),
					namedMap(random, depth, size));
			case 6 -> new Shop.Pair<>(value(random, depth - 1), Set.of(Optional.ofNullable(value(random, depth - 1))));
			case 7 -> bean(random, depth);
			case 8 -> null;
			default -> this.leaves.get(random.nextInt(this.leaves.size()));
		};
	}

	private Object bean(Random random, int depth) {
		Shop.JavaBean bean = new Shop.JavaBean();
		bean.setAnything(value(random, depth - 1));
		bean.setVisits(random.nextInt());
		bean.getNumbers().add(random.nextLong());
		return bean;
	}

	private Number number(Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> random.nextInt();
			case 1 -> random.nextLong();
			case 2 -> random.nextFloat();
			default -> random.nextDouble();
		};
	}

	private List<Object> list(Random random, int depth, int size) {
		List<Object> list = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			list.add(value(random, depth - 1));
		}
		return list;
	}

	private Map<String, Object> namedMap(Random random, int depth, int size) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < size; i++) {
			map.put((random.nextInt(6) == 0) ? "@long" : "key" + i, value(random, depth - 1));
		}
		return map;
	}

	private Map<Object, Object> map(Random random, int depth, int size) {
		Map<Object, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < size; i++) {
			map.put(value(random, depth - 1), value(random, depth - 1));
		}
		return map;
	}

}
