package io.zproc.linearizability;

/**
 * A call on one key as its caller saw it. Values are numbers, {@link #ABSENT} is none.
 *
 * @param kind what was called
 * @param key the key
 * @param argument what was written, or added
 * @param expected what a compare-and-set wants to find
 * @param call when it was called, by {@link System#nanoTime()}
 * @param end when it had its result; {@link #PENDING} when nobody knows what became of it
 * @param result what it returned; of a compare-and-set 1 or 0
 */
record Operation(Kind kind, String key, long argument, long expected, long call, long end, long result) {

	static final long ABSENT = Long.MIN_VALUE;

	static final long PENDING = Long.MAX_VALUE;

	Operation {
		if (call > end) {
			throw new IllegalArgumentException("end: " + end + " (expected: >= call, " + call + ")");
		}
	}

	boolean isPending() {
		return this.end == PENDING;
	}

	/**
	 * Whether it can have returned what it returned when it found this value. A result
	 * that nobody has seen can be any.
	 */
	boolean canFind(long value) {
		return isPending() || this.kind.result(value, this) == this.result;
	}

	long after(long value) {
		return this.kind.after(value, this);
	}

	/**
	 * What a key does, one call after the other.
	 */
	enum Kind {

		GET {
			@Override
			long after(long value, Operation operation) {
				return value;
			}

			@Override
			long result(long value, Operation operation) {
				return value;
			}
		},

		PUT {
			@Override
			long after(long value, Operation operation) {
				return operation.argument;
			}

			@Override
			long result(long value, Operation operation) {
				return value;
			}
		},

		REMOVE {
			@Override
			long after(long value, Operation operation) {
				return ABSENT;
			}

			@Override
			long result(long value, Operation operation) {
				return value;
			}
		},

		REPLACE {
			@Override
			long after(long value, Operation operation) {
				return (value == operation.expected) ? operation.argument : value;
			}

			@Override
			long result(long value, Operation operation) {
				return (value == operation.expected) ? 1 : 0;
			}
		},

		INCREMENT {
			@Override
			long after(long value, Operation operation) {
				return (value != ABSENT) ? value + operation.argument : operation.argument;
			}

			@Override
			long result(long value, Operation operation) {
				return after(value, operation);
			}
		};

		abstract long after(long value, Operation operation);

		abstract long result(long value, Operation operation);

	}

}
