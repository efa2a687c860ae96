package io.zproc.process;

import java.util.HashSet;
import java.util.Set;

/**
 * The processes that this JVM has forked. When it is an orphan itself, they learn it at
 * once, and not when it is dead: a tree of any depth then ends in the time that one
 * process takes.
 *
 * @since 0.1.0
 */
public final class Offspring {

	private static final Set<ForkedProcess> LIVING = new HashSet<>();

	private static boolean isAbandoned;

	private Offspring() {
	}

	static void add(ForkedProcess process) {
		synchronized (LIVING) {
			if (!isAbandoned) {
				LIVING.add(process);
				return;
			}
		}
		// It was forked too late to be told with the others.
		process.closePipe();
	}

	static void remove(ForkedProcess process) {
		synchronized (LIVING) {
			LIVING.remove(process);
		}
	}

	/**
	 * Ends the pipes to all processes that were forked, and to those that will be: their
	 * sign that nobody is there for them. Blocks as long as another thread writes to one
	 * that does not read.
	 */
	public static void abandon() {
		Set<ForkedProcess> abandoned;
		synchronized (LIVING) {
			isAbandoned = true;
			abandoned = new HashSet<>(LIVING);
		}
		abandoned.forEach(ForkedProcess::closePipe);
	}

}
