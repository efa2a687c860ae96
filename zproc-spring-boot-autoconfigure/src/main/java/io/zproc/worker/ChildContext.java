package io.zproc.worker;

import java.util.Collection;
import java.util.function.Consumer;

import io.zproc.ZProcException;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application context of a child JVM: the user's own application, with nothing
 * running but what the worker needs.
 * <p>
 * There is no web server; runners, listeners of start events, scheduled methods and
 * message listeners do not run; a bean is made when it is first needed, and a lifecycle
 * bean is started only when the worker depends on it. Everything else is as usual: domain
 * events, transactions, {@code @PostConstruct}, {@code @PreDestroy}.
 *
 * @since 0.1.0
 */
public final class ChildContext {

	private ChildContext() {
	}

	/**
	 * Runs the application up to its refreshed context. Its main method is called on a
	 * thread of its own and never gets further than its call of
	 * {@code SpringApplication.run}; of several applications that it runs, the first one
	 * is taken. Blocks until the context is refreshed: callers that want a bound halt the
	 * JVM. To be called once in a JVM.
	 * @param application the application to run
	 * @param beforeRefresh receives the loaded context, with an environment but without
	 * beans, to register further singletons; on the application's thread
	 * @return the refreshed context, which the caller closes
	 * @throws ZProcException when the main class is missing, when main throws or returns
	 * without having run Spring on its own thread, and when the refresh fails; the cause
	 * is kept
	 */
	public static ConfigurableApplicationContext prepare(ChildApplication application,
			Consumer<ConfigurableApplicationContext> beforeRefresh) {
		if (!ChildMark.isSet()) {
			throw new ZProcException("This JVM is not marked as a worker's (expected: ChildMark.set was called)");
		}
		// It would run main a second time, on a thread and a class loader of its own.
		System.setProperty("spring.devtools.restart.enabled", "false");
		return new ChildRun(application, beforeRefresh).await();
	}

	/**
	 * Starts the lifecycle beans that the given beans depend on, directly or not, as far
	 * as they are made, and makes and starts those that the property
	 * {@code zproc.child.start} names. The given beans themselves are not started: that
	 * may be the very work that the parent does. Blocks as long as the starts take. Those
	 * started are stopped when the context is closed.
	 * @param context a context from {@link #prepare}
	 * @param beanNames the names of the worker's beans, which are already made
	 */
	public static void start(ConfigurableApplicationContext context, Collection<String> beanNames) {
		ChildLifecycleProcessor processor = context.getBean(ChildLifecycleProcessor.class);
		context.getBean(LateSingletons.class).flush();
		processor.start(beanNames, ChildProperties.beansToStart(context.getEnvironment()));
	}

}
