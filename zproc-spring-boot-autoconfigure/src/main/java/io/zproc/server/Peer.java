package io.zproc.server;

import java.util.Arrays;

/**
 * A connection, by the identity that the ROUTER gave it.
 */
final class Peer {

	final byte[] identity;

	Peer(byte[] identity) {
		this.identity = identity;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Peer peer && Arrays.equals(this.identity, peer.identity);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.identity);
	}

}
