package io.zproc.worker;

import java.util.List;
import java.util.Set;

import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.client.StateClient;
import io.zproc.process.BeanMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/**
 * A call of a worker's method, with the values of its parameters.
 */
final class MethodCall implements WorkerBody {

	private final InjectedCall call;

	private final @Nullable Object[] arguments;

	MethodCall(Object bean, BeanMethod method, AutowireCapableBeanFactory beans, SharedState state,
			WorkerContext context, StateClient client, List<byte[]> values) {
		this.call = new InjectedCall(bean, method, beans, state, context, client);
		this.arguments = this.call.arguments(values);
	}

	@Override
	public Set<String> beanNames() {
		return this.call.beanNames();
	}

	@Override
	public @Nullable Object run() throws Exception {
		return this.call.call(this.arguments);
	}

}
