package io.zproc.server;

import java.util.Set;

import io.zproc.protocol.CurveKeys;
import io.zproc.protocol.Endpoint;
import io.zproc.protocol.ServerAddress;

import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and who may connect.
 *
 * @param requests the endpoint that takes requests
 * @param changes the endpoint that publishes changes
 * @param secret the password that clients must know; empty with CURVE
 * @param curve the keys for CURVE, {@code null} for PLAIN with the secret
 * @since 0.1.0
 */
public record ServerBinding(String requests, String changes, String secret, @Nullable Curve curve) {

	private static final String ANY_PORT = "tcp://127.0.0.1:*";

	/**
	 * Checks that a server to which anyone may write is not possible.
	 */
	public ServerBinding {
		Endpoint.of(requests);
		Endpoint.of(changes);
		if (curve == null) {
			ServerAddress.requireLoopback(requests);
			ServerAddress.requireLoopback(changes);
			if (secret.isBlank()) {
				throw new IllegalArgumentException("The secret is empty (expected: a password)");
			}
		}
	}

	/**
	 * Ephemeral ports of the loopback interface.
	 * @param secret the password that clients must know
	 * @return the binding
	 */
	public static ServerBinding ephemeral(String secret) {
		return new ServerBinding(ANY_PORT, ANY_PORT, secret, null);
	}

	/**
	 * The server's side of CURVE.
	 *
	 * @param secretKey the server's secret key
	 * @param clientKeys the public keys of the clients that may connect
	 */
	public record Curve(String secretKey, Set<String> clientKeys) {

		/**
		 * Checks the keys.
		 */
		public Curve {
			CurveKeys.require("server's secret key", secretKey);
			clientKeys.forEach((key) -> CurveKeys.require("client's public key", key));
			if (clientKeys.isEmpty()) {
				throw new IllegalArgumentException("No client's public key is given (expected: at least one)");
			}
		}

		@Override
		public String toString() {
			return "CURVE for " + this.clientKeys.size() + " client keys";
		}

	}

	@Override
	public String toString() {
		return this.requests + " and " + this.changes + " by " + ((this.curve != null) ? this.curve : "PLAIN");
	}

}
