package io.zproc.client;

import java.util.stream.Stream;

import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Guava's suite for concurrent maps against a state on a forked server.
 */
@LeakChecked
class ForkedServerMapTests {

	@TestFactory
	Stream<DynamicNode> map() {
		return Stream.of(StateMapSuite.concurrent("SharedState on a forked server", StateMapSource::forkedServer))
			.map(StateMapSuite::asTests);
	}

}
