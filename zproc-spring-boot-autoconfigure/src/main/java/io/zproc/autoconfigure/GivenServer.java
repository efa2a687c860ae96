package io.zproc.autoconfigure;

import io.zproc.process.LaunchException;
import io.zproc.protocol.CurveKeys;
import io.zproc.protocol.Endpoint;
import io.zproc.protocol.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The state server that the properties name, checked before anything is sent there.
 */
final class GivenServer {

	private GivenServer() {
	}

	static boolean isNamedBy(ZProcProperties.Server server) {
		return server.requests() != null || server.changes() != null;
	}

	static ServerAddress address(ZProcProperties.Server server) {
		String requests = endpoint("zproc.server.requests", server.requests());
		String changes = endpoint("zproc.server.changes", server.changes());
		CurveKeys keys = keys(server.curve());
		String secret = server.secret();
		if (keys != null) {
			return new ServerAddress(requests, changes, "", 0, keys);
		}
		requireLoopback("zproc.server.requests", requests);
		requireLoopback("zproc.server.changes", changes);
		if (secret == null || secret.isBlank()) {
			throw new LaunchException("zproc.server.secret is missing, which the state server at " + requests + " asks",
					"Set zproc.server.secret (the environment variable ZPROC_SERVER_SECRET) to the server's secret,"
							+ " or zproc.server.curve.* to keys. Without zproc.server.requests the application forks"
							+ " a server of its own.",
					null);
		}
		return new ServerAddress(requests, changes, secret, 0);
	}

	private static String endpoint(String property, @Nullable String value) {
		try {
			Endpoint endpoint = Endpoint.of((value != null) ? value : "");
			if (!endpoint.port().equals("*") && !endpoint.host().equals("*")) {
				return endpoint.toString();
			}
		}
		catch (IllegalArgumentException ex) {
			throw wrongEndpoint(property, value, ex);
		}
		throw wrongEndpoint(property, value, null);
	}

	private static LaunchException wrongEndpoint(String property, @Nullable String value,
			@Nullable IllegalArgumentException cause) {
		return new LaunchException(
				property + ": " + value + " (expected: the address of a state server, such as tcp://127.0.0.1:7001)",
				"Set zproc.server.requests and zproc.server.changes to the two addresses that the state server printed"
						+ " when it was started.",
				cause);
	}

	private static void requireLoopback(String property, String endpoint) {
		try {
			ServerAddress.requireLoopback(endpoint);
		}
		catch (IllegalArgumentException ex) {
			throw new LaunchException(property + ": " + ex.getMessage(),
					"Make keys with 'StateServerMain --generate-keys', start the server with"
							+ " --curve-secret-key-file and --curve-client-key, and set zproc.server.curve.server-key,"
							+ " zproc.server.curve.public-key and zproc.server.curve.secret-key.",
					ex);
		}
	}

	private static @Nullable CurveKeys keys(ZProcProperties.Server.@Nullable Curve curve) {
		if (curve == null) {
			return null;
		}
		return new CurveKeys(key("server-key", curve.serverKey()), key("public-key", curve.publicKey()),
				key("secret-key", curve.secretKey()));
	}

	private static String key(String name, @Nullable String value) {
		String property = "zproc.server.curve." + name;
		try {
			return CurveKeys.require("key", (value != null) ? value : "");
		}
		catch (IllegalArgumentException ex) {
			throw new LaunchException(property + ": " + ex.getMessage(),
					"Set all three of zproc.server.curve.server-key, zproc.server.curve.public-key and"
							+ " zproc.server.curve.secret-key to what 'StateServerMain --generate-keys' printed.",
					ex);
		}
	}

}
