package io.zproc.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/**
 * What went wrong while a value was written or read, and where inside it.
 *
 * @param path where, empty at the top or where it is not known
 * @param reason what
 */
record Refusal(String path, String reason) {

	private static final String TOO_DEEP = "it is nested deeper than " + ApplicationObjects.MAX_DEPTH
			+ " levels; does it contain itself?";

	static Refusal of(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ValueRefusedException refused) {
				return new Refusal(refused.path(), refused.reason());
			}
			if (cause instanceof StackOverflowError || isTooDeep(cause)) {
				return new Refusal("", TOO_DEEP);
			}
		}
		if (failure instanceof JsonProcessingException ex) {
			return new Refusal("", ex.getOriginalMessage());
		}
		return new Refusal("", failure.toString());
	}

	private static boolean isTooDeep(Throwable cause) {
		return cause instanceof StreamConstraintsException ex && ex.getOriginalMessage().contains("nesting depth");
	}

	/** The same, with the place that a writer or reader had come to. */
	Refusal at(JsonStreamContext context, int indexOffset) {
		if (this.reason.equals(TOO_DEEP)) {
			return this;
		}
		return new Refusal(describe(context, indexOffset) + this.path, this.reason);
	}

	/** Tags are no part of the value. */
	private static String describe(JsonStreamContext context, int indexOffset) {
		JsonStreamContext parent = context.getParent();
		String outer = (parent != null) ? describe(parent, 0) : "";
		if (context.inArray()) {
			int index = context.hasCurrentIndex() ? context.getCurrentIndex() + indexOffset : 0;
			return outer + "[" + index + "]";
		}
		String name = context.getCurrentName();
		if (name == null || name.startsWith("@")) {
			return outer;
		}
		return outer.isEmpty() ? name : outer + "." + name;
	}

	@Override
	public String toString() {
		return this.path.isEmpty() ? this.reason : "at " + this.path + ": " + this.reason;
	}

}
