package io.zproc.client;

/**
 * Which call of a watcher method the current thread is in: its writes carry the name, so
 * that the watcher can pass over what it did itself.
 *
 * @since 0.1.0
 */
public final class Invocations {

	private final ThreadLocal<String> current = ThreadLocal.withInitial(() -> "");

	Invocations() {
	}

	/**
	 * The call that the current thread is in.
	 * @return its name, empty for none
	 */
	public String current() {
		return this.current.get();
	}

	/**
	 * Runs something as a call of a watcher method.
	 * @param name the name of the call
	 * @param action what to run
	 */
	public void run(String name, Runnable action) {
		String outer = this.current.get();
		this.current.set(name);
		try {
			action.run();
		}
		finally {
			this.current.set(outer);
		}
	}

}
