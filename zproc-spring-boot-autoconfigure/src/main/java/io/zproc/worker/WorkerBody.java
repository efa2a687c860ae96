package io.zproc.worker;

import java.util.Optional;
import java.util.Set;

import io.zproc.process.StateConnection;
import io.zproc.process.WorkerDefinition;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * What a worker runs, ready to go: its beans are made.
 */
interface WorkerBody {

	/**
	 * The beans that it uses.
	 */
	Set<String> beanNames();

	void run() throws Exception;

	static WorkerBody of(WorkerDefinition worker, WorkerIdentity identity, ConfigurableListableBeanFactory beans,
			StateConnection connection) {
		Object bean = beans.getBean(worker.method().beanName());
		Optional<WorkerTask> task = beans.getBeanProvider(WorkerTask.class)
			.stream()
			.filter((candidate) -> candidate.supports(worker))
			.findFirst();
		if (task.isEmpty()) {
			return new MethodCall(bean, worker.method(), beans, connection.client().state(identity.namespace()),
					identity);
		}
		return new WorkerBody() {

			@Override
			public Set<String> beanNames() {
				return Set.of(worker.method().beanName());
			}

			@Override
			public void run() throws Exception {
				task.get().run(bean, worker, identity);
			}

		};
	}

}
