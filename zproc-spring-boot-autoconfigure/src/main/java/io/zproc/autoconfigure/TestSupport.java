package io.zproc.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * What Spring's test support has done to an application. This class needs none of it: an
 * application in production does not have it.
 */
final class TestSupport {

	/** The property source with our defaults for tests; also the mark of a test. */
	static final String PROPERTY_SOURCE = "zproc-test-default";

	/** Has all others in it. */
	private static final String ATTACHED = "configurationProperties";

	private static final List<String> NOT_OF_THE_TEST = List.of(ATTACHED,
			StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, "commandLineArgs");

	private TestSupport() {
	}

	static boolean isTest(ConfigurableEnvironment environment) {
		return environment.getPropertySources().contains(PROPERTY_SOURCE);
	}

	/**
	 * The properties that a test has set, inlined, dynamic or from files of its own: all
	 * that come before those of the system; and its profiles.
	 * @param environment the environment of the application
	 * @return the properties, empty outside of tests
	 */
	static Map<String, String> properties(ConfigurableEnvironment environment) {
		Map<String, String> properties = new LinkedHashMap<>();
		if (!isTest(environment)) {
			return properties;
		}
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
				break;
			}
			if (source instanceof EnumerablePropertySource<?> enumerable
					&& !NOT_OF_THE_TEST.contains(source.getName())) {
				add(enumerable, properties);
			}
		}
		if (environment.getActiveProfiles().length > 0) {
			properties.put("spring.profiles.active", String.join(",", environment.getActiveProfiles()));
		}
		return properties;
	}

	private static void add(EnumerablePropertySource<?> source, Map<String, String> properties) {
		for (String name : source.getPropertyNames()) {
			Object value = source.getProperty(name);
			if (value != null) {
				properties.putIfAbsent(name, value.toString());
			}
		}
	}

}
