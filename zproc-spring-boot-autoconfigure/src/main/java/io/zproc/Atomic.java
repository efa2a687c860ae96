package io.zproc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean's method that runs as an {@linkplain SharedState#atomic atomic function}:
 * what it does with the {@link SharedState} of the namespace, in its own thread, is
 * committed at once when it returns, and not at all when it throws anything, and nobody
 * else writes to the namespace meanwhile. On a class it is for all its methods.
 * <p>
 * As with {@code @Transactional} the bean's proxy does it, so that a call from within the
 * same object, or of a private or final method, is not atomic. A method that is called
 * inside another atomic function on the same namespace joins it.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Atomic {

	/**
	 * The namespace.
	 * @return the namespace; empty means that of the {@link SharedState} bean
	 */
	String namespace() default "";

}
