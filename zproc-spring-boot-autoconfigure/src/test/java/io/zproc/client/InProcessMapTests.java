package io.zproc.client;

import java.util.stream.Stream;

import io.zproc.SharedState;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Guava's suites for maps against a state on the in-process engine, and against the other
 * maps that are made of one, which stand above the engines.
 */
class InProcessMapTests {

	@TestFactory
	Stream<DynamicNode> maps() {
		return Stream
			.of(StateMapSuite.concurrent("SharedState", StateMapSource::inProcess),
					StateMapSuite.mutable("AtomicState", StateMapSource::inProcess, InProcessMapTests::workingCopy),
					StateMapSuite.readOnly("Snapshot", StateMapSource::inProcess, (client, state) -> state.snapshot()),
					StateMapSuite.readOnly("local", StateMapSource::inProcess, (client, state) -> state.local()))
			.map(StateMapSuite::asTests);
	}

	private static WorkingCopy workingCopy(StateClient client, SharedState state) {
		return new WorkingCopy(state.namespace(), 0, new ServerAccess(client, state.namespace()), client.codec());
	}

}
