package io.zproc.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.zproc.protocol.shop.Shop;

/**
 * Values of every type that compares by value and cannot be changed, with their edges.
 */
@SuppressWarnings({ "JavaUtilDate", "JdkObsolete" }) // Applications have them.
final class ValueSamples {

	private ValueSamples() {
	}

	static Stream<Object> immutable() {
		return Stream.of(numbers(), texts(), times(), enums()).flatMap(List::stream);
	}

	static Stream<Object> values() {
		return Stream.concat(immutable(), Stream.of(new Date(0), new Date(Long.MIN_VALUE)));
	}

	private static List<Object> numbers() {
		return List.of(0, 5, Integer.MIN_VALUE, Integer.MAX_VALUE, 0L, 5L, Long.MIN_VALUE, Long.MAX_VALUE, (short) 5,
				Short.MIN_VALUE, Short.MAX_VALUE, (byte) 5, Byte.MIN_VALUE, Byte.MAX_VALUE, 0.0, -0.0, 5.0, 0.1,
				-1.5e-300, 2.0E-3, Math.pow(10, 23), Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN,
				Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0f, -0.0f, 0.1f, Float.MIN_VALUE, Float.MAX_VALUE,
				Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, BigInteger.ZERO,
				BigInteger.TWO.pow(5000).negate(), BigDecimal.ZERO, new BigDecimal("5"), new BigDecimal("5.00"),
				new BigDecimal("-1E+7"), new BigDecimal("1E-2147483647"),
				new BigDecimal(BigInteger.TEN.pow(3000), 1500), true, false);
	}

	private static List<Object> texts() {
		return List.of("", "x", "@long", "{\"@long\":5}", "\"\\\n\t\0\u001f\u007f", "gr\u00fcn \u20ac \ud83d\ude00",
				"lone \ud800 and \udc00", "\ufeff", "x".repeat(100_000), 'x', '\0', '\'', '"', '\u20ac', '\ud800',
				'\udc00', '\uffff', new UUID(0, 0), new UUID(-1, Long.MAX_VALUE), URI.create("https://x.example/a?b#c"),
				URI.create("mailto:a@b"), URI.create(""), Locale.ROOT, Locale.GERMANY,
				Locale.forLanguageTag("zh-Hant-TW-u-ca-roc"), Currency.getInstance("EUR"));
	}

	private static List<Object> times() {
		ZoneId berlin = ZoneId.of("Europe/Berlin");
		LocalDateTime overlap = LocalDateTime.of(2024, 10, 27, 2, 30);
		return List.of(Instant.EPOCH, Instant.MIN, Instant.MAX, Instant.ofEpochSecond(1, 1), Duration.ZERO,
				Duration.ofSeconds(Long.MIN_VALUE), Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
				Duration.ofNanos(-1), Duration.ofMillis(-1500), Period.ZERO, Period.of(1, -2, 3),
				Period.of(Integer.MIN_VALUE, Integer.MAX_VALUE, -1), LocalDate.MIN, LocalDate.MAX,
				LocalDate.of(0, 1, 1), LocalDate.of(2024, 2, 29), LocalTime.MIN, LocalTime.MAX,
				LocalTime.of(1, 2, 3, 4), LocalTime.NOON, LocalDateTime.MIN, LocalDateTime.MAX, overlap,
				OffsetDateTime.MIN, OffsetDateTime.MAX, overlap.atOffset(ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)),
				OffsetTime.MIN, OffsetTime.MAX, overlap.atZone(berlin),
				overlap.atZone(berlin).withLaterOffsetAtOverlap(), overlap.atZone(ZoneOffset.UTC),
				overlap.atZone(ZoneId.of("UTC+01:00")), overlap.atZone(ZoneId.of("GMT")),
				LocalDateTime.MAX.atZone(ZoneOffset.UTC), berlin, ZoneId.of("UTC"), ZoneId.of("GMT+2"), ZoneOffset.UTC,
				ZoneOffset.MIN, ZoneOffset.MAX, Year.of(2024), Year.of(5), Year.of(Year.MIN_VALUE),
				Year.of(Year.MAX_VALUE), YearMonth.of(2024, 12), YearMonth.of(5, 1), YearMonth.of(12345, 6),
				YearMonth.of(Year.MIN_VALUE, 1), YearMonth.of(Year.MAX_VALUE, 12), MonthDay.of(2, 29),
				ZonedDateTime.of(overlap, ZoneId.of("America/Argentina/Buenos_Aires")));
	}

	private static List<Object> enums() {
		return List.of(DayOfWeek.MONDAY, Month.MAY, ChronoUnit.DAYS, TimeUnit.HOURS, RoundingMode.HALF_EVEN,
				Shop.Color.RED, Shop.Color.GREEN);
	}

}
