package io.zproc.client;

import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.client.StateFixture.Engine;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Factory;

/**
 * The Reactive Streams suite for publishers, over the changes of a namespace. TestNG runs
 * it, started by {@link PublisherTests}.
 */
public final class PublisherVerification extends FlowPublisherVerification<StateChange> {

	/** How many changes there are for who wants more than a few. */
	private static final int MANY = 300;

	private static final int TIMEOUT_MS = 30_000;

	private static final int SILENCE_MS = 50;

	private static final int POLL_MS = 10;

	/** How long the suite sleeps before it looks whether a subscriber was forgotten. */
	private static final int RELEASE_MS = 1000;

	private final AtomicInteger count = new AtomicInteger();

	private final Engine engine;

	private StateFixture fixture;

	private StateClient closed;

	private PublisherVerification(Engine engine) {
		super(new TestEnvironment(TIMEOUT_MS, SILENCE_MS, POLL_MS), RELEASE_MS);
		this.engine = engine;
	}

	/**
	 * The suite runs once for each engine.
	 */
	@Factory
	public static Object[] verifications() {
		return Stream.of(Engine.values()).map(PublisherVerification::new).toArray();
	}

	@BeforeClass
	public void openState() {
		this.fixture = new StateFixture(this.engine);
		this.closed = this.fixture.newClient();
		this.closed.engine().close();
	}

	@AfterClass(alwaysRun = true)
	public void closeState() {
		this.fixture.close();
	}

	@Override
	public Flow.Publisher<StateChange> createFlowPublisher(long elements) {
		SharedState state = this.fixture.client().state("publisher-" + this.count.incrementAndGet());
		if (elements == 0) {
			return state.watch().timeout(Duration.ZERO).publisher();
		}
		for (int i = 0; i < Math.min(elements, MANY); i++) {
			state.put("n", i);
		}
		return state.watch().since(0).limit(elements).publisher();
	}

	@Override
	public Flow.Publisher<StateChange> createFailedFlowPublisher() {
		return this.closed.state("default").watch().publisher();
	}

}
