package io.zproc.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Set;

import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.process.BeanMethod;
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
			WorkerContext context) {
		this.bean = bean;
		this.method = method;
		this.beanNames.add(method.beanName());
		Method declared = method.method();
		this.arguments = new Object[declared.getParameterCount()];
		for (int i = 0; i < this.arguments.length; i++) {
			Class<?> type = declared.getParameterTypes()[i];
			if (type == SharedState.class) {
				this.arguments[i] = state;
			}
			else if (type == WorkerContext.class) {
				this.arguments[i] = context;
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
	public void run() throws Exception {
		Method called = AopUtils.selectInvocableMethod(this.method.method(), this.bean.getClass());
		ReflectionUtils.makeAccessible(called);
		try {
			called.invoke(this.bean, this.arguments);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
		}
	}

}
