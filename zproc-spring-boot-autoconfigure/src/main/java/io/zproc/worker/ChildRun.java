package io.zproc.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The one controlled run of the user's application in a child JVM.
 * <p>
 * It has a thread of its own. When the context is loaded that thread refreshes it, hands
 * it over, and then never comes back from the listener: the user's main is parked where
 * it called {@code SpringApplication.run}. An exception would get it out of there as
 * well, but a main with {@code catch (Exception ex) { System.exit(1); }}, or with a
 * {@code finally} that closes what beans use, would end the child.
 */
final class ChildRun {

	private static final String PORT_FILE_WRITER = "org.springframework.boot.web.server.context.WebServerPortFileWriter";

	/**
	 * How long a main that went wrong is given to show why: a run that it started on
	 * another thread may not have come to its refusal, or its own run may follow.
	 */
	private static final long GRACE_SECONDS = 5;

	private static volatile @Nullable ChildRun active;

	private final ChildApplication application;

	private final Consumer<ConfigurableApplicationContext> beforeRefresh;

	private final CompletableFuture<ConfigurableApplicationContext> context = new CompletableFuture<>();

	private final CompletableFuture<ForkRefusedException> refusal = new CompletableFuture<>();

	private final Thread thread;

	/**
	 * The application of the worker, or one that main runs before it: its parent, or one
	 * that comes to nothing here.
	 */
	private volatile @Nullable SpringApplication target;

	/**
	 * The sources of those that were not the worker's.
	 */
	private final List<String> others = new CopyOnWriteArrayList<>();

	/**
	 * What made the run fail before its context was loaded; main may have swallowed it.
	 */
	private volatile @Nullable Throwable failure;

	ChildRun(ChildApplication application, Consumer<ConfigurableApplicationContext> beforeRefresh) {
		this.application = application;
		this.beforeRefresh = beforeRefresh;
		this.thread = new Thread(this::run, "zproc-child-main");
		// It stays parked for good and must not keep the JVM alive.
		this.thread.setDaemon(true);
	}

	/**
	 * Runs the application up to its refreshed context. The wait is bounded by the
	 * parent, which ends a child that does not become ready.
	 * @return the refreshed context
	 */
	ConfigurableApplicationContext await() {
		synchronized (ChildRun.class) {
			if (active != null) {
				throw new ZProcException("The application of this worker's JVM was already prepared");
			}
			active = this;
		}
		this.thread.start();
		try {
			awaitContextOrRefusal();
			return this.context.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof ZProcException failure) ? failure
					: new ZProcException(this.application.describe() + " failed", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ZProcException("Interrupted while " + this.application.describe() + " was being prepared", ex);
		}
	}

	private void awaitContextOrRefusal() throws InterruptedException, ExecutionException {
		CompletableFuture.anyOf(this.context, this.refusal).get();
		if (this.context.isDone() || this.target != null) {
			return;
		}
		try {
			// The main method may still run Spring on its own thread, or hang.
			this.context.get(GRACE_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			if (this.target == null) {
				this.context.completeExceptionally(noContext());
			}
		}
	}

	private void run() {
		try {
			invokeApplication();
		}
		catch (Throwable ex) {
			this.context
				.completeExceptionally(
						(ex instanceof ZProcException && this.target == null) ? ex
								: new ZProcException(
										this.application.describe()
												+ " threw an exception before it had an application context: " + ex,
										ex));
			return;
		}
		if (this.target == null) {
			awaitRefusal();
		}
		this.context.completeExceptionally(noContext());
	}

	private void invokeApplication() throws Throwable {
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		if (this.application.mainClassName() != null) {
			MainMethod.of(this.application.mainClassName(), classLoader).invoke(this.application.arguments());
			return;
		}
		List<Class<?>> sources = new ArrayList<>();
		this.application.sourceClassNames().forEach((name) -> sources.add(MainMethod.load(name, classLoader)));
		SpringApplication springApplication = new SpringApplication(sources.toArray(Class[]::new));
		springApplication.setMainApplicationClass(sources.get(0));
		springApplication.run(this.application.arguments().toArray(String[]::new));
	}

	private void awaitRefusal() {
		try {
			this.refusal.get(GRACE_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			// Then it simply ran no Spring.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private ZProcException noContext() {
		Throwable failed = this.failure;
		if (failed != null) {
			return new ZProcException(this.application.describe()
					+ " ran Spring, which failed before it had an application context: " + failed, failed);
		}
		if (!this.others.isEmpty()) {
			return new ZProcException(this.application.describe() + " ran the applications " + this.others
					+ ", but not that of the worker, " + this.application.sourceClassNames()
					+ "; a worker's JVM needs a main that runs the same applications again");
		}
		ForkRefusedException refused = this.refusal.getNow(null);
		String reason = (refused == null) ? " returned without running a Spring application"
				: " did not run Spring on its own thread: SpringApplication was run on thread '" + refused.threadName()
						+ "', and was refused there";
		return new ZProcException(this.application.describe() + reason
				+ "; a worker's JVM needs SpringApplication.run on the thread that calls main", refused);
	}

	/**
	 * Called at the start of each run in a marked JVM, on whatever thread.
	 * @param springApplication the application that is run
	 */
	static void enter(SpringApplication springApplication) {
		ChildRun run = active;
		Thread current = Thread.currentThread();
		if (run == null || run.thread != current) {
			ForkRefusedException refused = new ForkRefusedException(current.getName());
			if (run != null) {
				run.refusal.complete(refused);
			}
			throw refused;
		}
		// Others that start before it is loaded are nested in the run, such as the
		// bootstrap context of Spring Cloud, and belong to it.
		if (run.target == null) {
			run.target = springApplication;
			prepare(springApplication);
		}
	}

	private static void prepare(SpringApplication springApplication) {
		springApplication.setWebApplicationType(WebApplicationType.NONE);
		springApplication.setApplicationContextFactory(ChildBeanFactory.CONTEXTS);
		List<ApplicationListener<?>> listeners = new ArrayList<>(springApplication.getListeners());
		// They would overwrite the files of the parent.
		listeners.removeIf((listener) -> listener instanceof ApplicationPidFileWriter
				|| listener.getClass().getName().equals(PORT_FILE_WRITER));
		springApplication.setListeners(listeners);
	}

	/**
	 * Called when the context of a run is loaded; does not return for the controlled one.
	 * @param springApplication the application that is run
	 * @param context its context
	 */
	static void loaded(SpringApplication springApplication, ConfigurableApplicationContext context) {
		ChildRun run = active;
		if (run != null && run.target == springApplication) {
			if (run.application.isOf(springApplication)) {
				run.refresh(context);
				park();
			}
			run.passBy(springApplication, context);
		}
	}

	/**
	 * Called when a run fails before its context is loaded.
	 * @param springApplication the application that is run
	 * @param failure why it failed
	 */
	static void failed(SpringApplication springApplication, Throwable failure) {
		ChildRun run = active;
		if (run != null && run.target == springApplication) {
			run.failure = failure;
		}
	}

	/**
	 * Lets Spring refresh the context of another application, which may be the parent of
	 * the worker's, with nothing running in it either.
	 */
	private void passBy(SpringApplication springApplication, ConfigurableApplicationContext loaded) {
		ChildBeans.prepare(loaded);
		this.others.add(ChildApplication.sourceNames(springApplication).toString());
		this.target = null;
	}

	private void refresh(ConfigurableApplicationContext loaded) {
		try {
			this.beforeRefresh.accept(loaded);
			ChildBeans.prepare(loaded);
			loaded.refresh();
			this.context.complete(loaded);
		}
		catch (Throwable ex) {
			FailureReport.log(loaded, ex);
			this.context.completeExceptionally(
					new ZProcException("The application context of the child could not be refreshed: " + ex, ex));
		}
	}

	private static void park() {
		while (true) {
			LockSupport.park(ChildRun.class);
			// An interrupt would make the next park return at once.
			Thread.interrupted();
		}
	}

}
