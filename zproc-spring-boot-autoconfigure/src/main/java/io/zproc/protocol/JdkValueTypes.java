package io.zproc.protocol;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/**
 * The value types of the JDK that carry a tag, by class and by tag.
 */
final class JdkValueTypes {

	/** Reading longer ones costs more than a sender should be able to ask for. */
	private static final int MAX_NUMBER_LENGTH = 100_000;

	private static final Set<Class<?>> UNTAGGED = Set.of(String.class, Boolean.class, Integer.class);

	private static final List<JdkValueType<?>> IMMUTABLE = Stream.of(numbers(), times(), others())
		.<JdkValueType<?>>flatMap(List::stream)
		.toList();

	private static final List<JdkValueType<?>> ALL = Stream
		.of(IMMUTABLE, PrimitiveArrays.TYPES,
				List.of(JdkValueType.integral("@date", Date.class, Date::getTime, Date::new)))
		.<JdkValueType<?>>flatMap(List::stream)
		.toList();

	private static final Map<String, JdkValueType<?>> BY_TAG = ALL.stream()
		.collect(Collectors.toUnmodifiableMap(JdkValueType::tag, Function.identity()));

	private static final Map<Class<?>, JdkValueType<?>> BY_CLASS = ALL.stream()
		.collect(Collectors.toUnmodifiableMap(JdkValueTypes::implementation, Function.identity()));

	private static final Map<String, Class<?>> BY_NAME = ALL.stream()
		.map(JdkValueType::type)
		.collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

	private static final Set<Class<?>> IMMUTABLE_CLASSES = IMMUTABLE.stream()
		.<Class<?>>map(JdkValueTypes::implementation)
		.collect(Collectors.toUnmodifiableSet());

	private JdkValueTypes() {
	}

	static @Nullable JdkValueType<?> ofClass(Class<?> type) {
		return BY_CLASS.get(type);
	}

	static @Nullable JdkValueType<?> ofTag(String tag) {
		return BY_TAG.get(tag);
	}

	/** The type of that name, as the element type of an array. */
	static @Nullable Class<?> named(String className) {
		return BY_NAME.get(className);
	}

	/** Whether something of such a type is of that one, too. */
	static boolean isSupertype(Class<?> type) {
		return Stream.of(UNTAGGED, BY_CLASS.keySet()).flatMap(Set::stream).anyMatch(type::isAssignableFrom);
	}

	static boolean isImmutable(Class<?> type) {
		return UNTAGGED.contains(type) || IMMUTABLE_CLASSES.contains(type);
	}

	/** A region is a {@link ZoneId} of a class that has no public name. */
	private static Class<?> implementation(JdkValueType<?> type) {
		return (type.type() == ZoneId.class) ? ZoneId.of("Europe/Berlin").getClass() : type.type();
	}

	private static List<JdkValueType<?>> numbers() {
		return List.of(JdkValueType.integral("@long", Long.class, Long::longValue, Long::valueOf),
				JdkValueType.integral("@short", Short.class, Short::longValue,
						(value) -> (short) range(value, Short.MIN_VALUE, Short.MAX_VALUE)),
				JdkValueType.integral("@byte", Byte.class, Byte::longValue,
						(value) -> (byte) range(value, Byte.MIN_VALUE, Byte.MAX_VALUE)),
				new JdkValueType<>("@float", Float.class, (generator, value) -> generator.writeNumber(value),
						(parser) -> Float.valueOf(floating(parser))),
				new JdkValueType<>("@double", Double.class, (generator, value) -> generator.writeNumber(value),
						(parser) -> Double.valueOf(floating(parser))),
				JdkValueType.text("@char", Character.class, String::valueOf, JdkValueTypes::character),
				JdkValueType.text("@bigint", BigInteger.class, (value) -> bounded(value.toString()),
						(text) -> new BigInteger(bounded(text))),
				JdkValueType.text("@decimal", BigDecimal.class, (value) -> bounded(value.toString()),
						(text) -> new BigDecimal(bounded(text))));
	}

	private static List<JdkValueType<?>> times() {
		return List.of(JdkValueType.text("@time:Instant", Instant.class, Instant::toString, Instant::parse),
				JdkValueType.text("@time:Duration", Duration.class, Duration::toString, Duration::parse),
				JdkValueType.text("@time:Period", Period.class, Period::toString, Period::parse),
				JdkValueType.text("@time:LocalDate", LocalDate.class, LocalDate::toString, LocalDate::parse),
				JdkValueType.text("@time:LocalTime", LocalTime.class, LocalTime::toString, LocalTime::parse),
				JdkValueType.text("@time:LocalDateTime", LocalDateTime.class, LocalDateTime::toString,
						LocalDateTime::parse),
				JdkValueType.text("@time:OffsetDateTime", OffsetDateTime.class, OffsetDateTime::toString,
						OffsetDateTime::parse),
				JdkValueType.text("@time:OffsetTime", OffsetTime.class, OffsetTime::toString, OffsetTime::parse),
				JdkValueType.text("@time:ZonedDateTime", ZonedDateTime.class, ZonedDateTime::toString,
						ZonedDateTime::parse),
				JdkValueType.text("@time:ZoneId", ZoneId.class, ZoneId::getId, ZoneId::of),
				JdkValueType.text("@time:ZoneOffset", ZoneOffset.class, ZoneOffset::getId, ZoneOffset::of),
				JdkValueType.integral("@time:Year", Year.class, Year::getValue,
						(value) -> Year.of(Math.toIntExact(value))),
				JdkValueType.text("@time:YearMonth", YearMonth.class, JdkValueTypes::format,
						(text) -> YearMonth.from(LocalDate.parse(text + "-01"))),
				JdkValueType.text("@time:MonthDay", MonthDay.class, MonthDay::toString, MonthDay::parse));
	}

	private static List<JdkValueType<?>> others() {
		return List.of(JdkValueType.text("@uuid", UUID.class, UUID::toString, UUID::fromString),
				JdkValueType.text("@uri", URI.class, URI::toString, URI::create),
				JdkValueType.text("@locale", Locale.class, JdkValueTypes::languageTag, Locale::forLanguageTag),
				JdkValueType.text("@currency", Currency.class, Currency::getCurrencyCode, Currency::getInstance));
	}

	private static long range(long value, long min, long max) {
		if (value < min || value > max) {
			throw new ValueRefusedException("malformed: " + value + " (expected: " + min + " to " + max + ")");
		}
		return value;
	}

	/** What JSON has no number for stands in quotes: NaN and the infinities. */
	private static String floating(JsonParser parser) throws IOException {
		if (parser.currentToken() == JsonToken.VALUE_STRING) {
			String text = parser.getText();
			if (Set.of("NaN", "Infinity", "-Infinity").contains(text)) {
				return text;
			}
		}
		JdkValueType.require(parser, JsonToken.VALUE_NUMBER_FLOAT);
		return parser.getText();
	}

	private static char character(String text) {
		range(text.length(), 1, 1);
		return text.charAt(0);
	}

	private static String bounded(String digits) {
		if (digits.length() > MAX_NUMBER_LENGTH) {
			throw new ValueRefusedException(
					"a number of " + digits.length() + " digits (expected: at most " + MAX_NUMBER_LENGTH + ")");
		}
		return digits;
	}

	/** Beyond 9999, {@link YearMonth} does not parse what its own toString prints. */
	private static String format(YearMonth month) {
		String firstDay = month.atDay(1).toString();
		return firstDay.substring(0, firstDay.length() - "-01".length());
	}

	private static String languageTag(Locale locale) {
		String tag = locale.toLanguageTag();
		if (!Locale.forLanguageTag(tag).equals(locale)) {
			throw new ValueRefusedException("the locale " + locale + " has no language tag that gives it back");
		}
		return tag;
	}

}
