package io.zproc.server;

import java.io.IOException;
import java.util.List;

/**
 * A state server that was started by hand: it has no parent, listens where it is told,
 * and serves until a signal ends it.
 */
final class StandaloneServer {

	/** The exit code for wrong arguments, and for addresses that cannot be had. */
	private static final int EXIT_USAGE = 2;

	private StandaloneServer() {
	}

	/**
	 * Starts a server and returns; its thread keeps the JVM up. Or ends the JVM.
	 */
	static void run(String[] args) {
		List<String> arguments = List.of(args);
		if (arguments.contains("--help")) {
			System.out.println(ServerArguments.USAGE);
		}
		else if (arguments.contains("--generate-keys")) {
			generateKeys();
		}
		else {
			try {
				serve(ServerArguments.of(args, System.getenv()));
			}
			catch (IllegalArgumentException | IOException ex) {
				System.err.println(ex.getMessage());
				System.exit(EXIT_USAGE);
			}
		}
	}

	private static void serve(ServerArguments arguments) throws IOException {
		ServerBinding.Curve curve = arguments.binding().curve();
		StateServer server = new StateServer(arguments.binding(), arguments.limits());
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			server.close();
			System.out.println("State server ends");
		}, "zproc-server-signal"));
		System.out.println("State server (pid " + ProcessHandle.current().pid() + ") listens at " + server.requests()
				+ " (requests) and " + server.changes() + " (changes), "
				+ ((curve != null) ? "CURVE with server key " + CurveKeyPair.of(curve.secretKey()).publicKey() + ", "
						+ curve.clientKeys().size() + " client keys" : "PLAIN"));
	}

	private static void generateKeys() {
		CurveKeyPair server = CurveKeyPair.generate();
		CurveKeyPair client = CurveKeyPair.generate();
		System.out.println("""
				# The state server: put the secret key into a file that only the server can read, and start it with
				# --curve-secret-key-file FILE --curve-client-key '%s'
				server-secret-key=%s

				# An application that may connect
				zproc.server.curve.server-key=%s
				zproc.server.curve.public-key=%s
				zproc.server.curve.secret-key=%s""".formatted(client.publicKey(), server.secretKey(),
				server.publicKey(), client.publicKey(), client.secretKey()));
	}

}
