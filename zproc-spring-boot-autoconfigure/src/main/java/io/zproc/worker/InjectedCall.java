package io.zproc.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.client.StateClient;
import io.zproc.process.BeanMethod;
import io.zproc.process.WorkerArguments;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.core.MethodParameter;
import org.springframework.util.ReflectionUtils;

/**
 * A worker's method with what is injected into it, to be called with the arguments that
 * are given.
 */
final class InjectedCall {

	private final Object bean;

	private final Method called;

	private final StateClient client;

	/** The values of the parameters; {@code null} where one is given. */
	private final @Nullable Object[] injected;

	/** The names of the given parameters, {@code null} for those that are injected. */
	private final @Nullable String[] given;

	private final Set<String> beanNames = new LinkedHashSet<>();

	InjectedCall(Object bean, BeanMethod method, AutowireCapableBeanFactory beans, SharedState state,
			WorkerContext context, StateClient client) {
		this.bean = bean;
		this.client = client;
		this.beanNames.add(method.beanName());
		Method declared = method.method();
		Parameter[] parameters = declared.getParameters();
		this.injected = new Object[parameters.length];
		this.given = new String[parameters.length];
		for (int i = 0; i < parameters.length; i++) {
			if (parameters[i].getType() == SharedState.class) {
				this.injected[i] = state;
			}
			else if (parameters[i].getType() == WorkerContext.class) {
				this.injected[i] = context;
			}
			else if (!WorkerArguments.isInjected(parameters[i])) {
				this.given[i] = "argument '" + parameters[i].getName() + "'";
			}
			else {
				DependencyDescriptor descriptor = new DependencyDescriptor(new MethodParameter(declared, i), true);
				this.injected[i] = beans.resolveDependency(descriptor, method.beanName(), this.beanNames, null);
			}
		}
		this.called = AopUtils.selectInvocableMethod(declared, bean.getClass());
		ReflectionUtils.makeAccessible(this.called);
	}

	/**
	 * The beans that it uses.
	 */
	Set<String> beanNames() {
		return this.beanNames;
	}

	/**
	 * All values for a call.
	 * @param values the encoded values of the parameters that are not injected
	 */
	@Nullable Object[] arguments(List<byte[]> values) {
		@Nullable Object[] arguments = this.injected.clone();
		Class<?>[] types = this.called.getParameterTypes();
		Iterator<byte[]> next = values.iterator();
		for (int i = 0; i < arguments.length; i++) {
			String name = this.given[i];
			if (name != null) {
				arguments[i] = this.client.convert(name, this.client.decode(name, next.next()), types[i]);
			}
		}
		return arguments;
	}

	@Nullable Object call(@Nullable Object[] arguments) throws Exception {
		try {
			return this.called.invoke(this.bean, arguments);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

}
