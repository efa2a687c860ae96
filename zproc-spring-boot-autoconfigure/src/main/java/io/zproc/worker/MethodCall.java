package io.zproc.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
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
 * A call of a worker's method, with the values of its parameters.
 */
final class MethodCall implements WorkerBody {

	private final Object bean;

	private final BeanMethod method;

	private final @Nullable Object[] arguments;

	private final Set<String> beanNames = new LinkedHashSet<>();

	MethodCall(Object bean, BeanMethod method, AutowireCapableBeanFactory beans, SharedState state,
			WorkerContext context, StateClient client, List<byte[]> values) {
		this.bean = bean;
		this.method = method;
		this.beanNames.add(method.beanName());
		Method declared = method.method();
		this.arguments = new Object[declared.getParameterCount()];
		Iterator<byte[]> given = values.iterator();
		for (int i = 0; i < this.arguments.length; i++) {
			Class<?> type = declared.getParameterTypes()[i];
			if (type == SharedState.class) {
				this.arguments[i] = state;
			}
			else if (type == WorkerContext.class) {
				this.arguments[i] = context;
			}
			else if (!WorkerArguments.isInjected(declared.getParameters()[i])) {
				String name = "argument '" + declared.getParameters()[i].getName() + "'";
				this.arguments[i] = client.convert(name, client.decode(name, given.next()), type);
			}
			else {
				DependencyDescriptor descriptor = new DependencyDescriptor(new MethodParameter(declared, i), true);
				this.arguments[i] = beans.resolveDependency(descriptor, method.beanName(), this.beanNames, null);
			}
		}
	}

	@Override
	public Set<String> beanNames() {
		return this.beanNames;
	}

	@Override
	public @Nullable Object run() throws Exception {
		Method called = AopUtils.selectInvocableMethod(this.method.method(), this.bean.getClass());
		ReflectionUtils.makeAccessible(called);
		try {
			return called.invoke(this.bean, this.arguments);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

}
