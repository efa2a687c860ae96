package io.zproc.client;

import io.zproc.SharedState;
import junit.framework.Test;
import junit.framework.TestSuite;

/**
 * Guava's suites for maps against a state on the in-process engine, and against the other
 * maps that are made of one, which stand above the engines.
 */
public final class InProcessMapTests {

	private InProcessMapTests() {
	}

	public static Test suite() {
		TestSuite all = new TestSuite("Maps of the in-process engine");
		all.addTest(StateMapSuite.concurrent("SharedState", StateMapSource::inProcess));
		all.addTest(StateMapSuite.mutable("AtomicState", StateMapSource::inProcess, InProcessMapTests::workingCopy));
		all.addTest(StateMapSuite.readOnly("Snapshot", StateMapSource::inProcess, (client, state) -> state.snapshot()));
		all.addTest(StateMapSuite.readOnly("local", StateMapSource::inProcess, (client, state) -> state.local()));
		return all;
	}

	private static WorkingCopy workingCopy(StateClient client, SharedState state) {
		return new WorkingCopy(state.namespace(), 0, new ServerAccess(client, state.namespace()), client.codec());
	}

}
