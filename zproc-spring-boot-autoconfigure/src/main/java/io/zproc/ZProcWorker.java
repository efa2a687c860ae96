package io.zproc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean's method that runs in a process of its own: a JVM in which the same
 * application is set up, without its web server, runners and scheduled tasks, and with
 * none but the beans that the method needs.
 * <p>
 * The method is neither private, static nor final. Its parameters may be
 * {@link SharedState}, {@link WorkerContext}, and those annotated {@code @Autowired},
 * {@code @Qualifier} or {@code @Value}; these are injected. Any others get the arguments
 * with which {@link ProcessManager} starts the process; they are of types that values
 * have, and a method that has such parameters is never started automatically. The process
 * ends when the method returns, with exit code 0, or when it throws, with exit code 1, or
 * that of a {@link ProcessExit}. The result must be a value as those of a
 * {@link SharedState}, or {@code null}.
 * <p>
 * Together with {@link OnStateChange} on the same method, the process calls the method
 * for each change until the application ends.
 * <p>
 * Each attribute can be set by a property {@code zproc.workers.<name>.*}, which wins.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ZProcWorker {

	/** A number that leaves an attribute to the properties of all workers. */
	int NOT_SET = Integer.MIN_VALUE;

	/**
	 * The name of the worker, unique in the application.
	 * @return the name; empty means the method's name
	 */
	String name() default "";

	/**
	 * How many processes run the method.
	 * @return a number of at least 1, and 1 when the method has parameters that need
	 * arguments
	 */
	int instances() default 1;

	/**
	 * Whether the processes are started when the application is ready. Never, when the
	 * method has parameters that need arguments.
	 * @return whether to start them
	 */
	boolean autoStart() default true;

	/**
	 * The workers that must be ready before the processes of this one are started with
	 * the application, by their names. The start of the application does not wait. When
	 * one of those ends for good before it is ready, this one is not started, which its
	 * record and the log say. Processes that {@link ProcessManager} starts do not wait.
	 * @return the names; each of a worker that is started with the application
	 */
	String[] after() default {};

	/**
	 * Whether the method says when it is ready, with {@link WorkerContext#ready()}.
	 * Otherwise it is ready when it is called for the first time. One that returns before
	 * has said so, too. No property sets it.
	 * @return whether it does; it needs a parameter of type {@link WorkerContext} then
	 */
	boolean reportsReady() default false;

	/**
	 * How long a process may take to stop when the application does: its method is
	 * interrupted and its context closed, and after that time it gets SIGTERM, after 2
	 * more seconds SIGKILL. It is stopped when those are over that are started after it.
	 * @return a time such as {@code 30s}; empty means {@code zproc.worker.stop-grace}
	 */
	String stopGrace() default "";

	/**
	 * How long each run of a process may take, from its start on and with all retries of
	 * its method. Then it is ended as at a stop, and its end is a failure: {@code await}
	 * throws a {@link WorkerFailedException} that says so.
	 * @return a time such as {@code 10m}; empty means {@code zproc.worker.time-limit},
	 * and else for ever
	 */
	String timeLimit() default "";

	/**
	 * How long a process may have no heartbeat before it counts as hung. Its JVM has one
	 * by itself, as long as it runs; a method that calls
	 * {@link WorkerContext#heartbeat()} has its own from then on.
	 * @return a time of at least {@code 1s}, or {@code 0s} for ever; empty means
	 * {@code zproc.worker.heartbeat-timeout}, and else {@code 60s}
	 */
	String heartbeatTimeout() default "";

	/**
	 * What is done about a process that is hung.
	 * @return what
	 */
	OnHung onHung() default OnHung.DEFAULT;

	/**
	 * A group of workers that are started again together: when one has ended and is to be
	 * started again, so are the others, or those that are started after it, as
	 * {@code zproc.groups.<group>.strategy} says. How soon and how often is set by
	 * {@code zproc.groups.<group>.restart.*}.
	 * @return the name of the group; empty means none
	 */
	String group() default "";

	/**
	 * The namespace that the worker's {@link SharedState} is.
	 * @return the namespace; empty means the application's
	 */
	String namespace() default "";

	/**
	 * Arguments for the JVM, such as {@code -XX:+UseSerialGC}.
	 * @return the arguments
	 */
	String[] jvmArgs() default {};

	/**
	 * The largest heap of the JVM, such as {@code 512m}.
	 * @return the size; empty means {@code zproc.worker.max-heap}
	 */
	String maxHeap() default "";

	/**
	 * Exceptions after which the method is called again, in the same process. An
	 * {@link Error} is only retried if it is named, an {@link InterruptedException}
	 * never.
	 * @return the exceptions; empty means {@code zproc.worker.retry.retry-for}, and else
	 * each {@link Exception}
	 */
	Class<? extends Throwable>[] retryFor() default {};

	/**
	 * Exceptions after which the method is not called again, whatever {@link #retryFor}
	 * says.
	 * @return the exceptions; empty means {@code zproc.worker.retry.no-retry-for}
	 */
	Class<? extends Throwable>[] noRetryFor() default {};

	/**
	 * How often the method is called again when it has thrown: 5 makes 6 runs. What it
	 * needs is made once, and its parameters are the same in each run.
	 * @return a number from 0, or -1 for ever; not set means
	 * {@code zproc.worker.retry.max-retries}, and else 0
	 */
	int maxRetries() default NOT_SET;

	/**
	 * How long to wait before the first retry.
	 * @return a time such as {@code 500ms}; empty means {@code zproc.worker.retry.delay},
	 * and else {@code 1s}
	 */
	String delay() default "";

	/**
	 * By how much each wait is longer than the one before.
	 * @return a number from 1; 0 means {@code zproc.worker.retry.multiplier}, and else 1
	 */
	double multiplier() default 0;

	/**
	 * How long a wait may become.
	 * @return a time such as {@code 30s}; empty means
	 * {@code zproc.worker.retry.max-delay}, and else {@code 5m}
	 */
	String maxDelay() default "";

	/**
	 * By how much a wait may be shorter or longer, at random.
	 * @return a time such as {@code 100ms}; empty means
	 * {@code zproc.worker.retry.jitter}, and else none
	 */
	String jitter() default "";

	/**
	 * After which ends of its process the worker is started again. How soon and how often
	 * is set by {@code zproc.worker.restart.*}.
	 * @return the policy
	 */
	Restart restart() default Restart.DEFAULT;

	/**
	 * Exit codes and signals, such as {@code "137"} or {@code "SIGSEGV"}: the worker is
	 * started again only if its process ends with one of them.
	 * @return the names; empty means each failure
	 */
	String[] restartFor() default {};

}
