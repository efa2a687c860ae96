package io.zproc.linearizability;

/**
 * What came of a search.
 *
 * @param kind whether an order was found
 * @param explanation where every order ends, or an empty text
 * @param configurations how many were looked at
 */
record Verdict(Kind kind, String explanation, long configurations) {

	boolean isLinearizable() {
		return this.kind == Kind.LINEARIZABLE;
	}

	enum Kind {

		/** One order of the calls explains all results. */
		LINEARIZABLE,

		/** No order does. */
		VIOLATION,

		/** The search was given up; never to be taken for a success. */
		UNDECIDED

	}

}
