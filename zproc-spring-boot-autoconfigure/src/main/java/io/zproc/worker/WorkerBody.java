package io.zproc.worker;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.zproc.WorkerContext;
import io.zproc.client.StateClient;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * What a worker runs, ready to go: its beans are made.
 */
interface WorkerBody {

	/**
	 * The beans that it uses.
	 */
	Set<String> beanNames();

	/**
	 * Runs it.
	 * @return the result of the method
	 */
	@Nullable Object run() throws Exception;

	/**
	 * Makes the beans.
	 * @param context what the method is told about its process
	 * @param values the encoded values of the method's parameters that are not injected
	 * @param trace the trace that its start belongs to, empty for none
	 */
	static WorkerBody of(WorkerDefinition worker, WorkerIdentity identity, WorkerContext context,
			ConfigurableListableBeanFactory beans, StateConnection connection, List<byte[]> values, String trace) {
		Object bean = beans.getBean(worker.method().beanName());
		Optional<WorkerTask> task = beans.getBeanProvider(WorkerTask.class)
			.stream()
			.filter((candidate) -> candidate.supports(worker))
			.findFirst();
		if (task.isEmpty()) {
			StateClient client = connection.client();
			return new TracedBody(new MethodCall(bean, worker.method(), beans, client.state(identity.namespace()),
					context, client, values), client.tracing(), identity, trace);
		}
		return new WorkerBody() {

			@Override
			public Set<String> beanNames() {
				return Set.of(worker.method().beanName());
			}

			@Override
			public @Nullable Object run() throws Exception {
				task.get().run(bean, worker, identity);
				return null;
			}

		};
	}

}
