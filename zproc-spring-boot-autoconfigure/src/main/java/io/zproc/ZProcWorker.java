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
 * with which {@link ProcessManager} starts the process; a method that has such parameters
 * is never started automatically. The process ends when the method returns, with exit
 * code 0, or when it throws, with exit code 1, or that of a {@link ProcessExit}. The
 * result must be a value as those of a {@link SharedState}, or {@code null}.
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

	/**
	 * The name of the worker, unique in the application.
	 * @return the name; empty means the method's name
	 */
	String name() default "";

	/**
	 * How many processes run the method.
	 * @return a number of at least 1
	 */
	int instances() default 1;

	/**
	 * Whether the processes are started when the application is ready. Never, when the
	 * method has parameters that need arguments.
	 * @return whether to start them
	 */
	boolean autoStart() default true;

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

}
