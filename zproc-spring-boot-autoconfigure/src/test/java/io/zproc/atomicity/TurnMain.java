package io.zproc.atomicity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import io.zproc.SharedState;
import io.zproc.loads.BareClient;
import org.jspecify.annotations.Nullable;

/**
 * A process that takes turns, and does in them, as its standard input says: {@code take
 * namespace} begins one, inside of those that it has, {@code put namespace key value}
 * writes, {@code end} ends the innermost one.
 */
final class TurnMain {

	private final SharedState state;

	private final BufferedReader commands = new BufferedReader(
			new InputStreamReader(System.in, StandardCharsets.UTF_8));

	private TurnMain(SharedState state) {
		this.state = state;
	}

	/**
	 * Runs until the end of its standard input.
	 * @param args the server's address
	 */
	public static void main(String[] args) {
		try (BareClient client = BareClient.of(args, "turns", 1)) {
			client.state().ping(BareClient.BOUND);
			System.out.println("session " + client.session());
			new TurnMain(client.state()).obey();
		}
	}

	private void obey() {
		for (String command = next(); command != null && !command.equals("end"); command = next()) {
			String[] words = command.split(" ", 4);
			SharedState named = this.state.namespace(words[1]);
			try {
				if (words[0].equals("take")) {
					System.out.println("asks for " + words[1]);
					named.atomically((working) -> {
						System.out.println("has " + words[1] + " at " + System.nanoTime());
						obey();
					});
				}
				else {
					named.put(words[2], words[3]);
				}
				System.out.println("did " + command);
			}
			catch (RuntimeException ex) {
				System.out.println("failed to " + command + ": " + ex);
			}
		}
	}

	private @Nullable String next() {
		try {
			return this.commands.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
