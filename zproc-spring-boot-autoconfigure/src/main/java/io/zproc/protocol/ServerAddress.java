package io.zproc.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How to reach a state server.
 *
 * @param requests the endpoint that takes requests, such as {@code tcp://127.0.0.1:4711}
 * @param changes the endpoint that publishes changes
 * @param secret the password of this epoch of the server; empty with CURVE
 * @param pid the server's process id, 0 when it is not known
 * @param curve the keys for CURVE, {@code null} for PLAIN with the secret
 * @since 0.1.0
 */
public record ServerAddress(String requests, String changes, String secret, long pid, @Nullable CurveKeys curve) {

	/**
	 * The user name of the PLAIN authentication.
	 */
	public static final String USER = "zproc";

	/**
	 * Checks that no secret would be sent over a network.
	 */
	public ServerAddress {
		if (curve == null) {
			requireLoopback(requests);
			requireLoopback(changes);
		}
	}

	/**
	 * The address of a server on this machine.
	 * @param requests the endpoint that takes requests
	 * @param changes the endpoint that publishes changes
	 * @param secret the password of this epoch of the server
	 * @param pid the server's process id, 0 when it is not known
	 */
	public ServerAddress(String requests, String changes, String secret, long pid) {
		this(requests, changes, secret, pid, null);
	}

	/**
	 * Checks that a secret may be used at an endpoint: everybody on the way could read
	 * it.
	 * @param endpoint the endpoint
	 * @throws IllegalArgumentException when the endpoint is not on the loopback interface
	 */
	public static void requireLoopback(String endpoint) {
		if (!Endpoint.of(endpoint).isLoopback()) {
			throw new IllegalArgumentException(endpoint + " is not a loopback address such as tcp://127.0.0.1:7001,"
					+ " and a secret alone would be readable on the network (expected: CURVE keys)");
		}
	}

	/**
	 * Whether whoever gave the address answers for it, because the process there is not
	 * known.
	 * @return whether the server was not forked by this application
	 */
	public boolean isGiven() {
		return this.pid == 0;
	}

	@Override
	public String toString() {
		return isGiven() ? this.requests : this.requests + " (pid " + this.pid + ")";
	}

}
