package io.zproc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Marks a bean's method that is called for changes of the shared state: one call at a
 * time, in the order of the changes, on a thread {@code zproc-watch-<bean>.<method>}. No
 * change that is committed after the first worker was launched is missed, however slow
 * the method is, unless the watcher is {@link #live()}; what the server's bounded history
 * has forgotten is reported by a {@link StateChange} that is a gap.
 * <p>
 * The method takes any of {@link StateChange}, {@link Snapshot} (the state after the
 * change), {@link SharedState} (the watched namespace), or nothing. It does not hear the
 * changes that its own call made in its own thread, so it can change what it watches;
 * other watchers hear them. An exception is logged and the watcher goes on, unless
 * {@code zproc.watch.stop-on-error} is set.
 * <p>
 * With {@link ZProcWorker} on the same method it runs in a process of its own.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnStateChange {

	/**
	 * The keys whose changes are wanted.
	 * @return the keys; none means every key
	 */
	@AliasFor("keys")
	String[] value() default {};

	/**
	 * The keys whose changes are wanted.
	 * @return the keys; none means every key
	 */
	@AliasFor("value")
	String[] keys() default {};

	/**
	 * Keys whose changes are not wanted.
	 * @return the keys
	 */
	String[] except() default {};

	/**
	 * A SpEL expression that must be true: {@code before} and {@code after} are the
	 * states around the change, {@code keys} what was written, {@code change} the
	 * {@link StateChange}. {@code after.cookies} is short for {@code after['cookies']}; a
	 * key that is absent is null, which most operators refuse:
	 * {@code after.ticks != null and after.ticks % 10 == 0}. A condition that fails is
	 * logged and does not hold.
	 * @return the expression; empty means always
	 */
	String condition() default "";

	/**
	 * The key that {@link #equalTo()}, {@link #notEqualTo()} and {@link #available()}
	 * look at.
	 * @return the key
	 */
	String key() default "";

	/**
	 * The value that {@link #key()} must have after the change, as text: it is compared
	 * with the text of the value.
	 * @return the text; none or one
	 */
	String[] equalTo() default {};

	/**
	 * The value that {@link #key()} must not have after the change, as text.
	 * @return the text; none or one
	 */
	String[] notEqualTo() default {};

	/**
	 * Whether {@link #key()} must be present after the change.
	 * @return whether it must
	 */
	boolean available() default false;

	/**
	 * The namespace.
	 * @return the namespace; empty means that of the application, or of the worker
	 */
	String namespace() default "";

	/**
	 * Only the newest change: those that come while the method is busy may be missed.
	 * @return whether to be live
	 */
	boolean live() default false;

	/**
	 * The version after which to begin; 0 is the very beginning.
	 * @return the version; -1 means the one that was current before any worker was
	 * launched
	 */
	long since() default -1;

	/**
	 * Whether writes that left everything as it was are wanted too.
	 * @return whether they are
	 */
	boolean includeUnchanged() default false;

}
