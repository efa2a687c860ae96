package io.zproc;

/**
 * Thrown by a worker's method to end its process with an exit code. Its context is closed
 * as usual, with its {@code @PreDestroy} methods. Whoever waits for the process gets
 * {@code null} when the code is 0, and otherwise a {@link WorkerFailedException}.
 *
 * @since 0.1.0
 */
public class ProcessExit extends ZProcException {

	private final int code;

	/**
	 * Creates an exit.
	 * @param code the exit code, 0 to 255
	 * @throws IllegalArgumentException when the code is another one
	 */
	public ProcessExit(int code) {
		super("The worker ends its process with exit code " + code);
		if (code < 0 || code > 255) {
			throw new IllegalArgumentException("Exit code: " + code + " (expected: 0 to 255)");
		}
		this.code = code;
	}

	/**
	 * The exit code.
	 * @return the code
	 */
	public int code() {
		return this.code;
	}

}
