package io.zproc.server;

import java.util.List;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import org.zeromq.ZMQ;

/**
 * What the server's JVM needs: its class path holds the places of these classes and
 * nothing else, so that it starts fast and stays small.
 *
 * @since 0.1.0
 */
public final class ServerClassPath {

	private ServerClassPath() {
	}

	/**
	 * One class of each place.
	 * @return the classes: ours, JeroMQ's, and those of its encryption
	 */
	public static List<Class<?>> classes() {
		return List.of(StateServerMain.class, ZMQ.class, curve25519xsalsa20poly1305.class);
	}

}
