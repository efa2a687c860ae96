package io.zproc.process;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.zproc.ZProcWorker;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * What one place says about retries; the places are the properties of a worker, its
 * annotation, and the properties of all workers.
 *
 * @param retryFor Exceptions after which the method is called again; every exception by
 * default. An Error only if it is named.
 * @param noRetryFor Exceptions after which it is not, whatever retry-for says.
 * @param maxRetries How often the method is called again: 5 makes 6 runs, -1 has no end.
 * @param delay How long to wait before the first retry.
 * @param multiplier By how much each wait is longer than the one before.
 * @param maxDelay How long a wait may become.
 * @param jitter By how much a wait may be shorter or longer, at random.
 * @since 0.1.0
 */
public record RetryOptions(@Nullable List<Class<? extends Throwable>> retryFor,
		@Nullable List<Class<? extends Throwable>> noRetryFor, @Nullable Long maxRetries, @Nullable Duration delay,
		@Nullable Double multiplier, @Nullable Duration maxDelay, @Nullable Duration jitter) {

	/**
	 * Says nothing.
	 */
	public static final RetryOptions NOTHING = new RetryOptions(null, null, null, null, null, null, null);

	static RetryOptions of(ZProcWorker annotation) {
		return new RetryOptions(list(annotation.retryFor()), list(annotation.noRetryFor()),
				(annotation.maxRetries() != ZProcWorker.NOT_SET) ? (Long) (long) annotation.maxRetries() : null,
				duration("delay", annotation.delay()), (annotation.multiplier() != 0) ? annotation.multiplier() : null,
				duration("maxDelay", annotation.maxDelay()), duration("jitter", annotation.jitter()));
	}

	private static @Nullable List<Class<? extends Throwable>> list(Class<? extends Throwable>[] types) {
		return (types.length != 0) ? Arrays.asList(types) : null;
	}

	/**
	 * Reads a time that an annotation says.
	 * @throws IllegalArgumentException when it is none
	 */
	static @Nullable Duration duration(String attribute, String text) {
		try {
			return text.isEmpty() ? null : DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					attribute + ": '" + text + "' (expected: a time such as 500ms, 30s or 5m)", ex);
		}
	}

	RetryOptions or(RetryOptions other) {
		return new RetryOptions(first(this.retryFor, other.retryFor), first(this.noRetryFor, other.noRetryFor),
				first(this.maxRetries, other.maxRetries), first(this.delay, other.delay),
				first(this.multiplier, other.multiplier), first(this.maxDelay, other.maxDelay),
				first(this.jitter, other.jitter));
	}

	static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
		return (one != null) ? one : other;
	}

	/**
	 * The retries that these options make, with the defaults for what they do not say.
	 * @return the retries
	 */
	Retries toRetries() {
		return new Retries((this.retryFor != null) ? this.retryFor : List.of(),
				(this.noRetryFor != null) ? this.noRetryFor : List.of(),
				(this.maxRetries != null) ? this.maxRetries : 0,
				(this.delay != null) ? this.delay : Retries.NONE.delay(),
				(this.multiplier != null) ? this.multiplier : Retries.NONE.multiplier(),
				(this.maxDelay != null) ? this.maxDelay : Retries.NONE.maxDelay(),
				(this.jitter != null) ? this.jitter : Retries.NONE.jitter());
	}

}
