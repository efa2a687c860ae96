package io.zproc.client;

import junit.framework.Test;

/**
 * Guava's suite for concurrent maps against a state on a forked server.
 */
public final class ForkedServerMapTests {

	private ForkedServerMapTests() {
	}

	public static Test suite() {
		return StateMapSuite.concurrent("SharedState on a forked server", StateMapSource::forkedServer);
	}

}
