package io.zproc.client;

import java.util.Map;

import io.zproc.client.StateFixture.Engine;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testng.ITestNGListener;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the publisher of a watch passes the Reactive Streams suite over either
 * engine. TestNG is run from here, because JUnit's platform would pass over its tests in
 * silence.
 */
@LeakChecked
@Timeout(540)
class PublisherTests {

	/** All the tests that the suite has for a publisher. */
	private static final int TESTS = 38;

	/**
	 * What the suite names and does not test, for no publisher, and what stands for it.
	 */
	private static final Map<String, String> SKIPPED = Map.of(
			"untested_spec106_mustConsiderSubscriptionCancelledAfterOnErrorOrOnCompleteHasBeenCalled",
			"after the last signal the publisher's thread ends, and nobody reads what is asked for",
			"untested_spec107_mustNotEmitFurtherSignalsOnceOnErrorHasBeenSignalled",
			"WatchTests.publisherIsSilentAfterAnError",
			"untested_spec108_possiblyCanceledSubscriptionShouldNotReceiveOnErrorOrOnCompleteSignals",
			"WatchTests.publisherGivesNoMoreThanIsAsked", "untested_spec109_subscribeShouldNotThrowNonFatalThrowable",
			"tested with the failed publisher: what fails is signalled",
			"untested_spec110_rejectASubscriptionRequestIfTheSameSubscriberSubscribesTwice",
			"a duty of the caller; each subscription has a cursor of its own",
			"untested_spec304_requestShouldNotPerformHeavyComputations",
			"a matter of time: request only counts and wakes the publisher's thread",
			"untested_spec305_cancelMustNotSynchronouslyPerformHeavyComputation",
			"a matter of time: cancel only marks and wakes the publisher's thread");

	@Test
	void passesTheReactiveStreamsSuite() {
		TestListenerAdapter results = new TestListenerAdapter();
		TestNG suite = new TestNG(false);
		suite.setVerbose(0);
		suite.setTestClasses(new Class<?>[] { PublisherVerification.class });
		suite.addListener((ITestNGListener) results);
		suite.run();
		assertThat(results.getFailedTests()).extracting(ITestResult::getThrowable).isEmpty();
		assertThat(results.getConfigurationFailures()).extracting(ITestResult::getThrowable).isEmpty();
		// One that the suite calls optional is skipped when it fails.
		assertThat(results.getSkippedTests()).filteredOn((result) -> !SKIPPED.containsKey(result.getName()))
			.extracting(ITestResult::getThrowable)
			.isEmpty();
		assertThat(results.getSkippedTests()).extracting(ITestResult::getName)
			.hasSize(SKIPPED.size() * Engine.values().length)
			.hasSameElementsAs(SKIPPED.keySet());
		assertThat(results.getPassedTests()).hasSize((TESTS - SKIPPED.size()) * Engine.values().length);
	}

}
