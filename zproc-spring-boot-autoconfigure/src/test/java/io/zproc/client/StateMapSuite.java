package io.zproc.client;

import java.util.Collections;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import io.zproc.SharedState;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guava's suite for maps, over states of one client that lives as long as the suite runs.
 * Each map has a namespace of its own.
 */
final class StateMapSuite {

	private static final int CONCURRENT = 947;

	private static final int MUTABLE = 903;

	private static final int READ_ONLY = 697;

	private final TestSuite tests;

	/**
	 * How many tests Guava has for such maps: fewer would mean that some are left out.
	 */
	private final int size;

	private final Supplier<StateMapSource> opener;

	private @Nullable StateMapSource source;

	private int count;

	private StateMapSuite(String name, int size, Supplier<StateMapSource> opener) {
		this.tests = new TestSuite(name);
		this.size = size;
		this.opener = opener;
	}

	/**
	 * The whole suite of concurrent maps with nothing left out. Null queries are refused,
	 * as null keys are.
	 */
	static StateMapSuite concurrent(String name, Supplier<StateMapSource> opener) {
		StateMapSuite suite = new StateMapSuite(name, CONCURRENT, opener);
		suite.tests.addTest(ConcurrentMapTestSuiteBuilder.using(new StateMapGenerator(suite::state))
			.named(name)
			.withFeatures(MapFeature.GENERAL_PURPOSE, MapFeature.ALLOWS_NULL_VALUES,
					CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY)
			.createTestSuite());
		return suite;
	}

	/**
	 * The suite of plain mutable maps.
	 * @param maker makes the map of a state with entries
	 */
	static StateMapSuite mutable(String name, Supplier<StateMapSource> opener,
			BiFunction<StateClient, SharedState, Map<String, Object>> maker) {
		StateMapSuite suite = new StateMapSuite(name, MUTABLE, opener);
		suite.tests.addTest(MapTestSuiteBuilder.using(suite.generator(maker))
			.named(name)
			.withFeatures(MapFeature.GENERAL_PURPOSE, MapFeature.ALLOWS_NULL_VALUES,
					CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY)
			.createTestSuite());
		return suite;
	}

	/**
	 * The suite of maps that cannot be changed.
	 * @param maker makes the map of a state with entries
	 */
	static StateMapSuite readOnly(String name, Supplier<StateMapSource> opener,
			BiFunction<StateClient, SharedState, Map<String, Object>> maker) {
		StateMapSuite suite = new StateMapSuite(name, READ_ONLY, opener);
		suite.tests.addTest(MapTestSuiteBuilder.using(suite.generator(maker))
			.named(name)
			.withFeatures(MapFeature.ALLOWS_NULL_VALUES, MapFeature.ALLOWS_NULL_KEY_QUERIES, CollectionSize.ANY)
			.createTestSuite());
		return suite;
	}

	private StateMapGenerator generator(BiFunction<StateClient, SharedState, Map<String, Object>> maker) {
		return new StateMapGenerator((entries) -> maker.apply(this.source.client(), state(entries)));
	}

	private SharedState state(Map<String, Object> entries) {
		SharedState state = this.source.client().state("map-" + ++this.count);
		state.putAll(entries);
		return state;
	}

	/**
	 * The suite, which is one for JUnit 3, as tests of the class that asks for it: with
	 * the engine for such suites each of its thousand classes is a set of tests to
	 * Surefire, which writes the whole report again after each.
	 */
	DynamicContainer asTests() {
		assertThat(this.tests.countTestCases()).isEqualTo(this.size);
		Stream<DynamicNode> nodes = Stream.of(this.tests).flatMap((suite) -> {
			this.source = this.opener.get();
			return nodes(suite);
		});
		return DynamicContainer.dynamicContainer(this.tests.getName(), nodes.onClose(this::close));
	}

	/** Nothing is open when the opener has failed: that is what the report is to tell. */
	private void close() {
		if (this.source != null) {
			this.source.close();
		}
	}

	private static Stream<DynamicNode> nodes(TestSuite suite) {
		return Collections.list(suite.tests()).stream().map(StateMapSuite::node);
	}

	private static DynamicNode node(Test test) {
		if (test instanceof TestSuite suite) {
			return DynamicContainer.dynamicContainer(suite.getName(), nodes(suite));
		}
		TestCase single = (TestCase) test;
		return DynamicTest.dynamicTest(single.getName(), single::runBare);
	}

}
