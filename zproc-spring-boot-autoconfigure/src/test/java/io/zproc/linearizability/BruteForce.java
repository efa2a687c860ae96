package io.zproc.linearizability;

import java.util.List;

/**
 * Tries every order: slow, and too simple to be wrong.
 */
final class BruteForce {

	private BruteForce() {
	}

	static boolean isLinearizable(List<Operation> history) {
		return canGoOn(history, new boolean[history.size()], Operation.ABSENT);
	}

	private static boolean canGoOn(List<Operation> history, boolean[] isPlaced, long value) {
		boolean isDone = true;
		for (int i = 0; i < isPlaced.length; i++) {
			isDone &= isPlaced[i] || history.get(i).isPending();
		}
		if (isDone) {
			return true;
		}
		for (int i = 0; i < isPlaced.length; i++) {
			Operation next = history.get(i);
			if (!isPlaced[i] && next.canFind(value) && mayBeNext(history, isPlaced, next)) {
				isPlaced[i] = true;
				boolean isFound = canGoOn(history, isPlaced, next.after(value));
				isPlaced[i] = false;
				if (isFound) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean mayBeNext(List<Operation> history, boolean[] isPlaced, Operation next) {
		for (int i = 0; i < isPlaced.length; i++) {
			if (!isPlaced[i] && history.get(i).end() < next.call()) {
				return false;
			}
		}
		return true;
	}

}
