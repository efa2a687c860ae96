package io.zproc.atomicity;

/**
 * Throws checked exceptions where none is declared, as Kotlin does.
 */
final class Sneaky {

	private Sneaky() {
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	static <E extends Throwable> E thrown(Throwable throwable) throws E {
		throw (E) throwable;
	}

}
