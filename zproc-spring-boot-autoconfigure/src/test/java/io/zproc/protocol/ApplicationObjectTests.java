package io.zproc.protocol;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.zproc.ZProcException;
import io.zproc.protocol.shop.Shop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ApplicationObjectTests {

	private static final Shop.Line LINE = new Shop.Line("tea", 2, Shop.Color.GREEN);

	private final ValueCodec codec = new ValueCodec(List.of("io.zproc.protocol.shop"), getClass().getClassLoader());

	static Stream<Object> objects() {
		Shop.JavaBean bean = new Shop.JavaBean();
		bean.setVisits(3);
		bean.setAnything(LINE);
		bean.setBirthday(Optional.of(LocalDate.EPOCH));
		bean.getNumbers().add(5L);
		return Stream.of(LINE, new Shop.Order(5, "you", new BigDecimal("5.00"), Instant.EPOCH, List.of(LINE, LINE)),
				new Shop.Order(5, null, null, null, null),
				new Shop.Anything(5L, 5L, List.of(5L, 5, (short) 5, LINE), Map.of("a", 5f, "@b", LINE)),
				new Shop.Primitives((byte) 1, (short) 2, 3, 4, 5f, -0.0, '6', true), new Shop.Empty(),
				new Shop.Pair<>(new Shop.Pair<>(1L, 2), Set.of(new Shop.Pair<>('c', null))), new Shop.Positive(1),
				new Shop.Basket(List.of(LINE)), new Shop.Drawing(new Shop.Circle(1), List.of(new Shop.Square(2))),
				new Shop.Money(500), new Shop.Tags(List.of(1L, LINE)), bean, new Shop.JavaBean(), Shop.Closed.of("x"),
				new Shop.Immutable("x", 5), new Shop.Immutable(null, 5), Shop.Renamed.of("x"), collections());
	}

	private static Shop.Collections collections() {
		Shop.Collections all = new Shop.Collections();
		all.collection.add(1L);
		all.set = EnumSet.allOf(Shop.Color.class);
		all.enumSet.add(Shop.Color.GREEN);
		all.sortedSet.addAll(List.of("b", "a"));
		all.queue.add(1);
		all.deque.add((short) 1);
		all.hashMap.put(5L, LINE);
		all.enumMap.put(Shop.Color.RED, 5L);
		all.sortedMap.putAll(Map.of("b", (byte) 1, "a", (byte) 2));
		all.concurrentMap.put("k", LINE);
		all.iterable = new ArrayList<>(List.of(LINE));
		return all;
	}

	@ParameterizedTest
	@MethodSource("objects")
	void comesBackEqual(Object object) {
		assertThat(roundTrip(object)).isEqualTo(object).hasSameClassAs(object);
	}

	@ParameterizedTest
	@MethodSource("objects")
	void comesBackFromInsideCollectionsAndObjects(Object object) {
		for (Object outer : List.of(List.of(object), Set.of(object), Map.of("k", object), Map.of(object, 1),
				Optional.of(object), new Shop.Anything(object, 1, List.of(object), Map.of("k", object)))) {
			assertThat(roundTrip(outer)).isEqualTo(outer);
		}
	}

	@Test
	void objectsWithoutEqualsComeBack() {
		Shop.Entity entity = new Shop.Entity();
		entity.id = 5L;
		entity.children.add(new Shop.Entity());
		Object read = roundTrip(Map.of("k", List.of(entity)));
		assertThat(read).usingRecursiveComparison().isEqualTo(Map.of("k", List.of(entity)));
	}

	@Test
	void recordsWithArraysComeBack() {
		Shop.Image read = (Shop.Image) roundTrip(new Shop.Image("i", new byte[] { 1, 2 }));
		assertThat(read.data()).containsExactly(1, 2);
	}

	@Test
	void anyPropertiesKeepTheirTypes() {
		Shop.Open open = new Shop.Open();
		open.other("long", 5L);
		open.other("line", LINE);
		open.other("list", List.of((byte) 1));
		assertThat(roundTrip(open)).isEqualTo(open);
	}

	@Test
	void listOfTheApplicationComesBackAsList() {
		Shop.Lines lines = new Shop.Lines();
		lines.add(LINE);
		assertThat(roundTrip(lines)).isEqualTo(List.of(LINE)).isExactlyInstanceOf(ArrayList.class);
		assertThat(this.codec.decode("k", this.codec.encode("k", lines), Shop.Lines.class)).isEqualTo(lines);
	}

	@Test
	void listWithStateOfItsOwnIsRefused() {
		assertRefused(new Shop.NamedLines("x"), "'k'", "NamedLines", "not come back equal");
		assertRefused(List.of(new Shop.NamedLines("x")), "NamedLines", "not come back equal");
	}

	@Test
	void readOnlyAndIgnoredPropertiesAreNotLost() {
		String json = new String(this.codec.encode("k", new Shop.JavaBean()), StandardCharsets.UTF_8);
		assertThat(json).doesNotContain("\"computed\"").doesNotContain("ignored").contains("computedAndNamed");
	}

	@Test
	void unknownPropertyIsRefused() {
		String json = "{\"@type:io.zproc.protocol.shop.Shop$Positive\":{\"value\":1,\"gone\":2}}";
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.codec.decode("k", json.getBytes(StandardCharsets.UTF_8)))
			.withMessageContaining("'k'")
			.withMessageContaining("gone");
	}

	@Test
	void missingPropertyStartsAsInJava() {
		String json = "{\"@type:io.zproc.protocol.shop.Shop$Line\":{\"article\":\"a\"}}";
		assertThat(this.codec.decode("k", json.getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(new Shop.Line("a", 0, null));
	}

	@Test
	void nullForPrimitiveIsRefused() {
		String json = "{\"@type:io.zproc.protocol.shop.Shop$Line\":{\"count\":null}}";
		assertThatExceptionOfType(ZProcException.class)
			.isThrownBy(() -> this.codec.decode("k", json.getBytes(StandardCharsets.UTF_8)))
			.withMessageContaining("null cannot be read as int");
	}

	@Test
	void propertyOfAnotherNumberTypeConvertsWhereNothingIsLost() {
		String json = "{\"@type:io.zproc.protocol.shop.Shop$Line\":{\"count\":{\"@long\":5}}}";
		assertThat(this.codec.decode("k", json.getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(new Shop.Line(null, 5, null));
	}

	@Test
	void lossyObjectIsRefusedAtEveryDepth() {
		Shop.Forgetful forgetful = new Shop.Forgetful();
		forgetful.secret = "lost";
		assertRefused(forgetful, "'k'", "Forgetful", "not come back equal");
		assertRefused(List.of(new Shop.Entity(), forgetful), "Forgetful", "not come back equal");
		assertRefused(Map.of("a", Set.of(Optional.of(forgetful))), "Forgetful", "not come back equal");
		assertRefused(new Object[] { new Shop.Entity(), forgetful }, "Forgetful", "not come back equal");
	}

	@Test
	void objectThatCannotBeReadIsRefused() {
		assertRefused(new Shop.NoWayBack("a", "b"), "'k'", "NoWayBack");
		assertRefused(Shop.inner(), "'k'", "Shop$Inner");
		assertRefused(new Shop.Pair<>(1, Shop.inner()), "'k'", "Shop$Inner");
	}

	@Test
	void anonymousLocalAndHiddenClassesAreRefused() {
		assertRefused(Shop.anonymous(), "'k'", "Shop$1", "anonymous");
		assertRefused(Shop.local(), "'k'", "Local", "local");
		assertRefused(List.of(1, Shop.lambda()), "'k'", "at [1]", "Lambda");
	}

	@Test
	void objectCycleIsRefused() {
		Shop.Node node = new Shop.Node();
		node.next = List.of(Map.of("k", node));
		assertRefused(node, "'k'", "does it contain itself");
	}

	@Test
	void deepObjectComesBack() {
		Map<String, Object> root = new LinkedHashMap<>();
		Shop.Node node = new Shop.Node();
		root.put("node", node);
		for (int i = 0; i < 200; i++) {
			Shop.Node next = new Shop.Node();
			node.next = next;
			node = next;
		}
		roundTrip(root);
	}

	private void assertRefused(Object value, String... parts) {
		assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> this.codec.encode("k", value))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
	}

	private Object roundTrip(Object value) {
		byte[] encoded = this.codec.encode("k", value);
		Object decoded = this.codec.decode("k", encoded);
		assertThat(this.codec.encode("k", decoded)).isEqualTo(encoded);
		return decoded;
	}

}
