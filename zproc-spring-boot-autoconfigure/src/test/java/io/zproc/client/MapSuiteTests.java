package io.zproc.client;

import junit.framework.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests that the suites for maps run in full: without its engine a suite for JUnit 3 is
 * passed over in silence.
 */
class MapSuiteTests {

	@ParameterizedTest
	@ValueSource(classes = { ForkedServerMapTests.class, InProcessMapTests.class })
	void vintageEngineFindsEachTestOfTheSuite(Class<?> suite) throws Exception {
		Test all = (Test) suite.getMethod("suite").invoke(null);
		long found = EngineTestKit.engine("junit-vintage")
			.selectors(selectClass(suite))
			.discover()
			.getEngineDescriptor()
			.getDescendants()
			.stream()
			.filter(TestDescriptor::isTest)
			.count();
		assertThat(found).isEqualTo(all.countTestCases()).isGreaterThan(900);
	}

}
