package io.zproc.testing;

import java.time.Duration;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * Fails a test that leaves behind a process, a thread, a listening port, a temporary file
 * or a file in the working directory. What {@code @BeforeAll} starts may live until after
 * {@code @AfterAll}, then the class fails instead.
 * <p>
 * A test is checked as late as JUnit can report it: after {@code @AfterEach} and after
 * its {@code @AutoClose} fields were closed. Leaks have {@value #PATIENCE} (a
 * configuration parameter, ISO 8601, 10 s by default) to end by themselves. Leaked
 * processes are killed once they are reported. What was there before the test is never
 * reported, but the check is about the whole JVM: tests of one JVM must not run in
 * parallel. Processes of other JVMs are never looked at; their temporary files are seen
 * when they share {@code java.io.tmpdir}, so Maven gives each module its own.
 */
public final class LeakCheck implements BeforeAllCallback, BeforeEachCallback {

	static final String PATIENCE = "zproc.leak-check.patience";

	private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		openScope(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		openScope(context);
	}

	/** The store closes in reverse order, at the end of the test or of the class. */
	private static void openScope(ExtensionContext context) {
		Store store = context.getStore(NAMESPACE);
		ProcessSightings sightings = store.computeIfAbsent(ProcessSightings.class, (key) -> new ProcessSightings(),
				ProcessSightings.class);
		LeakScope enclosing = store.get(LeakScope.class, LeakScope.class);
		Duration patience = context.getConfigurationParameter(PATIENCE, Duration::parse).orElse(Duration.ofSeconds(10));
		store.put(LeakScope.class, new LeakScope(context.getDisplayName(), sightings, enclosing, patience));
	}

}
