package io.zproc.protocol.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentMap;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Classes of every shape that applications put into a state.
 */
@SuppressWarnings({ "ArrayRecordComponent", "ClassCanBeStatic", "EqualsGetClass", "JdkObsolete" }) // As
																									// applications
																									// are.
public final class Shop {

	private Shop() {
	}

	public enum Color {

		RED,

		GREEN {
			@Override
			public String display() {
				return "like grass";
			}
		};

		public String display() {
			return "plain";
		}

	}

	public record Order(long id, String customer, BigDecimal total, Instant placed, List<Line> lines) {
	}

	public record Line(String article, int count, Color color) {
	}

	public record Anything(Object value, Number number, List<Object> list, Map<String, Object> map) {
	}

	public record Primitives(byte b, short s, int i, long l, float f, double d, char c, boolean z) {
	}

	public record Image(String name, byte[] data) {
	}

	public record Empty() {
	}

	public record Pair<A, B>(A first, B second) {
	}

	public record Positive(int value) {

		public Positive {
			if (value <= 0) {
				throw new IllegalArgumentException("value: " + value + " (expected: > 0)");
			}
		}

	}

	public record Basket(List<Line> lines) implements Iterable<Line> {

		@Override
		public Iterator<Line> iterator() {
			return this.lines.iterator();
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	public interface Shape {

	}

	public record Circle(double radius) implements Shape {
	}

	public record Square(double side) implements Shape {
	}

	public record Drawing(Shape main, List<Shape> others) {
	}

	public record Money(@JsonValue long cents) {

		@JsonCreator
		public Money {
		}

	}

	public record Tags(@JsonValue List<Object> values) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		public Tags {
		}

	}

	/** Compares by its only field, so that each subclass need not. */
	public abstract static class ByState {

		protected abstract Object state();

		@Override
		public boolean equals(Object other) {
			return other != null && getClass() == other.getClass() && state().equals(((ByState) other).state());
		}

		@Override
		public int hashCode() {
			return state().hashCode();
		}

	}

	public static class JavaBean extends ByState {

		private Object anything;

		private int visits;

		private List<Long> numbers = new ArrayList<>();

		private Optional<LocalDate> birthday = Optional.empty();

		@JsonIgnore
		private String ignored;

		public Object getAnything() {
			return this.anything;
		}

		public void setAnything(Object anything) {
			this.anything = anything;
		}

		public int getVisits() {
			return this.visits;
		}

		public void setVisits(int visits) {
			this.visits = visits;
		}

		public List<Long> getNumbers() {
			return this.numbers;
		}

		public Optional<LocalDate> getBirthday() {
			return this.birthday;
		}

		public void setBirthday(Optional<LocalDate> birthday) {
			this.birthday = birthday;
		}

		public String getIgnored() {
			return this.ignored;
		}

		public void setIgnored(String ignored) {
			this.ignored = ignored;
		}

		public int getComputed() {
			return this.visits * 2;
		}

		@JsonProperty
		public String getComputedAndNamed() {
			return "visits: " + this.visits;
		}

		@Override
		protected Object state() {
			return List.of(Optional.ofNullable(this.anything), this.visits, this.numbers, this.birthday);
		}

	}

	/** No getters, no setters, a private constructor. */
	public static final class Closed extends ByState {

		private final String name;

		private transient Object cache = new Object();

		private Closed() {
			this.name = "none";
		}

		private Closed(String name) {
			this.name = name;
		}

		public static Closed of(String name) {
			return new Closed(name);
		}

		@Override
		protected Object state() {
			Objects.requireNonNull(this.cache);
			return this.name;
		}

	}

	/** Made by its constructor, whose parameters are known by their names. */
	public static final class Immutable extends ByState {

		private final String name;

		private final long amount;

		public Immutable(String name, long amount) {
			this.name = name;
			this.amount = amount;
		}

		public Optional<String> getName() {
			return Optional.ofNullable(this.name);
		}

		public long getAmount() {
			return this.amount;
		}

		@Override
		protected Object state() {
			return this.name + this.amount;
		}

	}

	public static final class Renamed extends ByState {

		private final String inner;

		@JsonCreator
		private Renamed(@JsonProperty("outer-name") String inner) {
			this.inner = inner;
		}

		public static Renamed of(String inner) {
			return new Renamed(inner);
		}

		@JsonProperty("outer-name")
		public String inner() {
			return this.inner;
		}

		@Override
		protected Object state() {
			return this.inner;
		}

	}

	public static class Open extends ByState {

		private final Map<String, Object> others = new LinkedHashMap<>();

		@JsonAnyGetter
		public Map<String, Object> others() {
			return this.others;
		}

		@JsonAnySetter
		public void other(String name, Object value) {
			this.others.put(name, value);
		}

		@Override
		protected Object state() {
			return this.others;
		}

	}

	/** Fields of every kind of collection. */
	public static class Collections extends ByState {

		public Collection<Long> collection = new ArrayList<>();

		public Set<Color> set = EnumSet.noneOf(Color.class);

		public EnumSet<Color> enumSet = EnumSet.noneOf(Color.class);

		public SortedSet<String> sortedSet = new java.util.TreeSet<>();

		public Queue<Integer> queue = new java.util.LinkedList<>();

		public Deque<Short> deque = new ArrayDeque<>();

		public HashMap<Long, Line> hashMap = new HashMap<>();

		public EnumMap<Color, Long> enumMap = new EnumMap<>(Color.class);

		public SortedMap<String, Byte> sortedMap = new java.util.TreeMap<>();

		public ConcurrentMap<String, Line> concurrentMap = new java.util.concurrent.ConcurrentHashMap<>();

		public Iterable<Line> iterable = new ArrayList<>();

		@Override
		protected Object state() {
			return List.of(this.collection, this.set, this.enumSet, this.sortedSet, this.queue, List.copyOf(this.deque),
					this.hashMap, this.enumMap, this.sortedMap, this.concurrentMap, this.iterable);
		}

	}

	public static class Node {

		public String name;

		public Object next;

	}

	/** Has no equals, as most entities. */
	public static class Entity {

		public Long id;

		public List<Entity> children = new ArrayList<>();

	}

	/** A list of its own class. */
	public static class Lines extends ArrayList<Line> {

	}

	/** A list with more state than its elements. */
	public static class NamedLines extends ArrayList<Line> {

		private final String name;

		public NamedLines(String name) {
			this.name = name;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof NamedLines lines && super.equals(other) && this.name.equals(lines.name);
		}

		@Override
		public int hashCode() {
			return super.hashCode();
		}

	}

	/** Loses what it holds: its field is ignored, its equals is not. */
	public static class Forgetful extends ByState {

		@JsonIgnore
		public String secret = "";

		public int kept;

		@Override
		protected Object state() {
			return this.secret;
		}

	}

	/** The names of its constructor's parameters are not those of its properties. */
	public static class NoWayBack {

		private final String name;

		public NoWayBack(String first, String last) {
			this.name = first.trim() + last.trim();
		}

		public String getName() {
			return this.name;
		}

	}

	public class Inner {

		public int value;

	}

	public static Inner inner() {
		return new Shop().new Inner();
	}

	public static Object anonymous() {
		return new Object() {
			@Override
			public String toString() {
				return "anonymous";
			}
		};
	}

	public static Object local() {
		record Local(int value) {
		}
		return new Local(1);
	}

	public static Runnable lambda() {
		return () -> {
		};
	}

}
