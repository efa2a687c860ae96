package io.zproc.autoconfigure;

import java.lang.reflect.Method;
import java.util.function.Function;
import java.util.function.Supplier;

import io.zproc.Atomic;
import io.zproc.AtomicState;
import io.zproc.SharedState;
import io.zproc.client.AtomicSite;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Lets methods annotated with {@link Atomic} run as atomic functions.
 */
final class AtomicBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	AtomicBeanPostProcessor(Supplier<SharedState> state) {
		setProxyTargetClass(true);
		// Outside of a transaction: the state is committed after the database was.
		setBeforeExistingAdvisors(true);
		this.advisor = new DefaultPointcutAdvisor(
				new ComposablePointcut(new AnnotationMatchingPointcut(Atomic.class, true))
					.union(new AnnotationMatchingPointcut(null, Atomic.class, true)),
				new AtomicInterceptor(state));
	}

	private record AtomicInterceptor(Supplier<SharedState> state) implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			String namespace = namespace(invocation);
			SharedState bean = this.state.get();
			SharedState state = namespace.isEmpty() ? bean : bean.namespace(namespace);
			try {
				return state.<@Nullable Object>atomic(new MethodCall(invocation));
			}
			catch (CheckedException ex) {
				throw ex.getCause();
			}
		}

		private static String namespace(MethodInvocation invocation) {
			Class<?> type = (invocation.getThis() != null) ? AopUtils.getTargetClass(invocation.getThis())
					: invocation.getMethod().getDeclaringClass();
			Atomic atomic = AnnotatedElementUtils
				.findMergedAnnotation(AopUtils.getMostSpecificMethod(invocation.getMethod(), type), Atomic.class);
			if (atomic == null) {
				atomic = AnnotatedElementUtils.findMergedAnnotation(type, Atomic.class);
			}
			return (atomic != null) ? atomic.namespace() : "";
		}

	}

	/**
	 * A call of a method as an atomic function, which stands where the method does.
	 */
	private record MethodCall(
			MethodInvocation invocation) implements Function<AtomicState, @Nullable Object>, AtomicSite {

		@Override
		public Object site() {
			Object target = this.invocation.getThis();
			return new MethodOfClass((target != null) ? target.getClass() : null, this.invocation.getMethod());
		}

		@Override
		public @Nullable Object apply(AtomicState working) {
			try {
				return this.invocation.proceed();
			}
			catch (RuntimeException | Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new CheckedException(ex);
			}
		}

	}

	/**
	 * Several classes may have a method from the same superclass or interface.
	 */
	private record MethodOfClass(@Nullable Class<?> type, Method method) {

	}

	/**
	 * Carries a checked exception of the method through the atomic function.
	 */
	private static final class CheckedException extends RuntimeException {

		private final Throwable cause;

		CheckedException(Throwable cause) {
			super(cause);
			this.cause = cause;
		}

		@Override
		public synchronized Throwable getCause() {
			return this.cause;
		}

	}

}
