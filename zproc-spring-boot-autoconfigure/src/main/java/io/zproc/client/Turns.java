package io.zproc.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The turns that the current thread is in, the innermost first.
 */
final class Turns {

	private final ThreadLocal<Deque<WorkingCopy>> copies = ThreadLocal.withInitial(ArrayDeque::new);

	@Nullable WorkingCopy current(String namespace) {
		for (WorkingCopy copy : this.copies.get()) {
			if (copy.namespace().equals(namespace)) {
				return copy;
			}
		}
		return null;
	}

	List<Long> held() {
		Deque<WorkingCopy> copies = this.copies.get();
		return copies.isEmpty() ? List.of() : copies.stream().map(WorkingCopy::turn).toList();
	}

	void enter(WorkingCopy copy) {
		this.copies.get().push(copy);
	}

	void exit(WorkingCopy copy) {
		Deque<WorkingCopy> copies = this.copies.get();
		copies.remove(copy);
		if (copies.isEmpty()) {
			this.copies.remove();
		}
	}

}
