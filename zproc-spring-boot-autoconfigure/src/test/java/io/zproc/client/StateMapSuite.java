package io.zproc.client;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import io.zproc.SharedState;
import junit.framework.TestResult;
import junit.framework.TestSuite;

/**
 * Guava's suite for maps, over states of one client that lives as long as the suite runs.
 * Each map has a namespace of its own.
 */
final class StateMapSuite extends TestSuite {

	private final Supplier<StateMapSource> opener;

	private StateMapSource source;

	private int count;

	private StateMapSuite(String name, Supplier<StateMapSource> opener) {
		super(name);
		this.opener = opener;
	}

	/**
	 * The whole suite of concurrent maps with nothing left out. Null queries are refused,
	 * as null keys are.
	 */
	static StateMapSuite concurrent(String name, Supplier<StateMapSource> opener) {
		StateMapSuite suite = new StateMapSuite(name, opener);
		suite.addTest(ConcurrentMapTestSuiteBuilder.using(new StateMapGenerator(suite::state))
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
		StateMapSuite suite = new StateMapSuite(name, opener);
		suite.addTest(MapTestSuiteBuilder.using(suite.generator(maker))
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
		StateMapSuite suite = new StateMapSuite(name, opener);
		suite.addTest(MapTestSuiteBuilder.using(suite.generator(maker))
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

	@Override
	public void run(TestResult result) {
		try (StateMapSource opened = this.opener.get()) {
			this.source = opened;
			super.run(result);
		}
	}

}
