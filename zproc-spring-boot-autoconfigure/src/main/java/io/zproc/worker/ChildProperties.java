package io.zproc.worker;

import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The properties under {@code zproc.child}. They are read with a binder, since the
 * defaults of a child are needed before there is a context.
 */
final class ChildProperties {

	private static final String PREFIX = "zproc.child.";

	private ChildProperties() {
	}

	static Map<String, String> overrides(Environment environment) {
		return Binder.get(environment)
			.bind(PREFIX + "properties", Bindable.mapOf(String.class, String.class))
			.orElseGet(Map::of);
	}

	static List<String> beansToStart(Environment environment) {
		return Binder.get(environment).bind(PREFIX + "start", Bindable.listOf(String.class)).orElseGet(List::of);
	}

}
