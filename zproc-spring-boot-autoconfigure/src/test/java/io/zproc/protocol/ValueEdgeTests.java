package io.zproc.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.zproc.ZProcException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that shapes of values which are easy to get wrong come back equal, alone and
 * inside of each other, or are refused where they are put.
 */
class ValueEdgeTests {

	private final ValueCodec codec = new ValueCodec(List.of("io.zproc.protocol"), getClass().getClassLoader());

	enum Operator implements IntBinaryOperator {

		PLUS {
			@Override
			public int applyAsInt(int left, int right) {
				return left + right;
			}
		},
		MINUS {
			@Override
			public int applyAsInt(int left, int right) {
				return left - right;
			}

			@Override
			public String toString() {
				return "-";
			}
		}

	}

	record Point(Integer x, Integer y) {

	}

	record Box<T>(T content, List<? extends T> more, Map<String, T> named) {

	}

	record Nested(Optional<Point> point, Set<Point> points, Map<Point, List<Point>> byPoint, Operator operator) {

	}

	sealed interface Expression permits Constant, Sum, Negation {

	}

	record Constant(double value) implements Expression {

	}

	record Sum(Expression left, Expression right) implements Expression {

	}

	record Negation(Optional<Expression> of) implements Expression {

	}

	record Tagged(@JsonProperty("@long") int number, @JsonProperty("@type:x") String text,
			@JsonProperty("") String empty) {

	}

	record Numbers(double d, float f, Double boxed, Number any, double[] doubles) {

		@Override
		public boolean equals(Object other) {
			return other instanceof Numbers that && Double.compare(this.d, that.d) == 0
					&& Float.compare(this.f, that.f) == 0 && Objects.equals(this.boxed, that.boxed)
					&& Objects.equals(this.any, that.any) && Arrays.equals(this.doubles, that.doubles);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.d, this.f, this.boxed, this.any);
		}

	}

	@SuppressWarnings("EqualsGetClass") // its subclasses are equal to their own kind only
	static class Animal {

		private String name = "";

		protected int legs;

		@Override
		public boolean equals(Object other) {
			return other != null && other.getClass() == getClass() && ((Animal) other).name.equals(this.name)
					&& ((Animal) other).legs == this.legs;
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

	}

	@SuppressWarnings("EqualsUnsafeCast") // what it extends has looked at the class
	static class Dog extends Animal {

		private Animal friend;

		private List<Animal> pack = new ArrayList<>();

		@Override
		public boolean equals(Object other) {
			return super.equals(other) && Objects.equals(((Dog) other).friend, this.friend)
					&& ((Dog) other).pack.equals(this.pack);
		}

		@Override
		public int hashCode() {
			return super.hashCode();
		}

	}

	/** Its name hides the one that it inherits, which would be lost. */
	@SuppressWarnings("EqualsUnsafeCast") // what it extends has looked at the class
	static class Hiding extends Animal {

		@SuppressWarnings("HidingField")
		private String name = "";

		@Override
		public boolean equals(Object other) {
			return super.equals(other) && ((Hiding) other).name.equals(this.name);
		}

		@Override
		public int hashCode() {
			return super.hashCode();
		}

	}

	static class AnyProperties {

		private final Map<String, Object> properties = new HashMap<>();

		@JsonAnyGetter
		Map<String, Object> properties() {
			return this.properties;
		}

		@JsonAnySetter
		void property(String name, Object value) {
			this.properties.put(name, value);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof AnyProperties that && that.properties.equals(this.properties);
		}

		@Override
		public int hashCode() {
			return this.properties.hashCode();
		}

	}

	static class Person {

		@SuppressWarnings("UnusedVariable") // it is read when the object is written
		private Object knows;

	}

	static Stream<Object> values() {
		return Stream.of(Operator.PLUS, Operator.MINUS, EnumSet.allOf(Operator.class),
				new EnumMap<>(Map.of(Operator.MINUS, Operator.PLUS)), new Point(null, null), new Point(1, null),
				new Box<>(new Point(1, 2), List.of(new Point(3, 4)), Map.of("p", new Point(5, 6))),
				new Box<>(new Box<>(5L, List.of(6L), null), null, new LinkedHashMap<>()),
				new Box<Object>(1, List.of(2L, "x", (short) 3), Map.of("@long", 4f)),
				new Nested(Optional.of(new Point(1, null)), Set.of(new Point(1, 2), new Point(2, 1)),
						Map.of(new Point(1, 2), Arrays.asList(null, new Point(3, 4))), Operator.MINUS),
				new Nested(Optional.empty(), new LinkedHashSet<>(Arrays.asList(null, new Point(1, 2))), null, null),
				nothing(), expression(), dog(), anyProperties(), new Tagged(5, "text", "empty"),
				new Numbers(-0.0, Float.NaN, Double.NEGATIVE_INFINITY, -0.0f,
						new double[] { -0.0, Double.NaN, Double.POSITIVE_INFINITY }),
				new Numbers(Double.NaN, -0.0f, null, Double.NaN, null), mapOfEverything(), namesOfTags(),
				loneSurrogates());
	}

	@SuppressWarnings("NullOptional") // applications do
	private static Object nothing() {
		return new Nested(null, null, null, null);
	}

	private static Object expression() {
		return new Sum(new Constant(-0.0),
				new Negation(Optional.of(new Sum(new Constant(Double.NaN), new Constant(1)))));
	}

	private static Object dog() {
		Dog dog = new Dog();
		((Animal) dog).name = "Rex";
		dog.legs = 3;
		dog.friend = new Dog();
		dog.pack.addAll(Arrays.asList(new Animal(), new Dog(), null));
		return dog;
	}

	private static Object anyProperties() {
		AnyProperties any = new AnyProperties();
		any.property("@long", 5);
		any.property("@type:java.lang.Runtime", Map.of("@set", List.of(1L)));
		any.property("", null);
		return any;
	}

	private static Object mapOfEverything() {
		Map<Object, Object> map = new LinkedHashMap<>();
		for (Object key : Arrays.asList(1, 1L, 1.0, 1f, (short) 1, (byte) 1, '1', "1", true, null, List.of(1),
				Set.of(1), Map.of(1, 1), Optional.of(1), Optional.empty(), Operator.PLUS, new Point(1, 1), -0.0, 0.0,
				Double.NaN)) {
			map.put(key, key);
		}
		return map;
	}

	private static Object namesOfTags() {
		Map<String, Object> map = new LinkedHashMap<>();
		for (String tag : List.of("@", "@long", "@double", "@set", "@map", "@optional", "@null",
				"@enum:" + Operator.class.getName(), "@type:" + Point.class.getName(), "@array:int", "@@long")) {
			map.put(tag, new LinkedHashMap<>(Map.of(tag, List.of(tag))));
		}
		return map;
	}

	private static Object loneSurrogates() {
		Map<String, Object> map = new LinkedHashMap<>();
		for (String text : List.of("\ud800", "\udc00", "\udc00\ud800", "x\ud83d", "\ude00x", "\ud83d\ude00")) {
			map.put(text, Arrays.asList(text, Map.of("k", text), new Box<>(text, List.of(text), Map.of(text, text))));
		}
		return map;
	}

	@ParameterizedTest
	@MethodSource("values")
	void comesBackEqual(Object value) {
		assertComesBack(value);
	}

	@ParameterizedTest
	@MethodSource("values")
	void comesBackEqualFromInside(Object value) {
		assertComesBack(Arrays.asList(null, value, value));
		assertComesBack(new LinkedHashSet<>(Arrays.asList(value, null)));
		assertComesBack(Optional.of(Optional.of(value)));
		assertComesBack(Map.of("@type:" + Point.class.getName(), value));
		assertComesBack(Map.of(value, Arrays.asList(value, null)));
		assertComesBack(new Box<>(value, Arrays.asList(value, null), Map.of("@map", value)));
		assertComesBack(new Negation(Optional.empty()));
	}

	@Test
	void objectInTwoPlacesComesBackInBoth() {
		Point point = new Point(1, 2);
		List<Object> shared = new ArrayList<>(List.of(point, point));
		assertComesBack(List.of(shared, shared, new Box<>(shared, List.of(shared), Map.of())));
	}

	@Test
	void fieldThatIsHiddenIsNotLostInSilence() {
		Hiding hiding = new Hiding();
		hiding.name = "own";
		((Animal) hiding).name = "inherited";
		assertRefused(hiding, "Hiding");
		assertRefused(List.of(Map.of("k", hiding)), "Hiding");
	}

	@Test
	void everyCycleIsRefused() {
		Person person = new Person();
		Person other = new Person();
		person.knows = other;
		other.knows = person;
		person.knows = person;
		assertRefused(person, "does it contain itself");
		person.knows = Optional.of(Map.of("k", new Object[] { other }));
		assertRefused(person, "does it contain itself");
		assertRefused(new Box<>(null, List.of(person), null), "does it contain itself");
		List<Object> list = new ArrayList<>();
		list.add(new Box<>(list, null, null));
		assertRefused(list, "does it contain itself");
	}

	@Test
	void deepObjectsComeBackOrAreRefused() {
		Expression expression = new Constant(1);
		int depth = 0;
		try {
			for (; depth < 100_000; depth++) {
				expression = new Negation(Optional.of(expression));
				if (depth % 20 == 0) {
					assertThat(this.codec.decode("k", this.codec.encode("k", expression))).isEqualTo(expression);
				}
			}
		}
		catch (ZProcException ex) {
			assertThat(ex).hasMessageContaining("nested deeper than 500 levels");
		}
		assertThat(depth).isBetween(100, 500);
	}

	private void assertComesBack(Object value) {
		byte[] encoded = this.codec.encode("k", value);
		Object decoded = this.codec.decode("k", encoded);
		assertThat(decoded).isEqualTo(value);
		assertThat(this.codec.encode("k", decoded)).isEqualTo(encoded);
	}

	private void assertRefused(Object value, String... parts) {
		assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> this.codec.encode("k", value))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("'k'").contains(parts));
	}

}
