package io.zproc.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Why a value cannot be written, read or converted, before its key is known. It becomes a
 * {@link io.zproc.ZProcException} at the edge of the package.
 */
final class ValueRefusedException extends RuntimeException {

	private final String path;

	ValueRefusedException(String reason) {
		this("", reason, null);
	}

	ValueRefusedException(String reason, @Nullable Throwable cause) {
		this("", reason, cause);
	}

	private ValueRefusedException(String path, String reason, @Nullable Throwable cause) {
		super(reason, cause);
		this.path = path;
	}

	/** The same, one level further out. */
	ValueRefusedException inside(String segment) {
		return new ValueRefusedException(segment + this.path, reason(), this);
	}

	String path() {
		return this.path;
	}

	String reason() {
		String reason = getMessage();
		return (reason != null) ? reason : "";
	}

}
