package io.zproc.apps;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.CommandLineRunner;

/**
 * Takes commands from the standard input of an application, and answers on its standard
 * output. As a runner it does not run in the workers.
 */
public final class Console implements CommandLineRunner {

	private final Map<String, Command> commands;

	/**
	 * Creates a console.
	 * @param commands what to do for which line
	 */
	public Console(Map<String, Command> commands) {
		this.commands = commands;
	}

	/**
	 * What a line makes the application do.
	 */
	public interface Command {

		/**
		 * Does it.
		 * @return the answer
		 * @throws Exception which is the answer, too
		 */
		@Nullable Object run() throws Exception;

	}

	/**
	 * Writes a fact that a test waits for.
	 * @param fact the fact
	 */
	public static void fact(String fact) {
		System.out.println("FACT " + fact);
	}

	@Override
	public void run(String... args) {
		Thread thread = new Thread(this::listen, "console");
		thread.setDaemon(true);
		thread.start();
	}

	private void listen() {
		try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				fact(line + ": " + answer(line));
			}
		}
		catch (IOException ex) {
			fact("console ended: " + ex);
		}
	}

	private @Nullable Object answer(String line) {
		try {
			return this.commands.getOrDefault(line, () -> "no such command").run();
		}
		catch (Exception ex) {
			return ex;
		}
	}

}
