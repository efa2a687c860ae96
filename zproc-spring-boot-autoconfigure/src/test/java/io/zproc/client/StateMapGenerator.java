package io.zproc.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestMapGenerator;

/**
 * Makes maps of the state for Guava's suites, with values of several types.
 */
final class StateMapGenerator implements TestMapGenerator<String, Object> {

	private final Function<Map<String, Object>, Map<String, Object>> maker;

	StateMapGenerator(Function<Map<String, Object>, Map<String, Object>> maker) {
		this.maker = maker;
	}

	@Override
	public SampleElements<Map.Entry<String, Object>> samples() {
		return new SampleElements<>(Map.entry("one", 1), Map.entry("two", List.of("January", 2)),
				Map.entry("three", Map.of("March", 3L)), Map.entry("four", "April"), Map.entry("five", 5.5));
	}

	@Override
	public Map<String, Object> create(Object... elements) {
		Map<String, Object> entries = new HashMap<>();
		for (Object element : elements) {
			Map.Entry<?, ?> entry = (Map.Entry<?, ?>) element;
			entries.put((String) entry.getKey(), entry.getValue());
		}
		return this.maker.apply(entries);
	}

	@Override
	@SuppressWarnings("unchecked") // an array of a generic type
	public Map.Entry<String, Object>[] createArray(int length) {
		return (Map.Entry<String, Object>[]) new Map.Entry<?, ?>[length];
	}

	@Override
	public String[] createKeyArray(int length) {
		return new String[length];
	}

	@Override
	public Object[] createValueArray(int length) {
		return new Object[length];
	}

	@Override
	public Iterable<Map.Entry<String, Object>> order(List<Map.Entry<String, Object>> insertionOrder) {
		return insertionOrder;
	}

}
