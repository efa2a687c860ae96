package io.zproc.worker;

import java.util.HashMap;
import java.util.Map;

import io.zproc.Restart;
import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;
import io.zproc.client.StateClient;
import io.zproc.client.Tracing;
import io.zproc.process.RemoteFailure;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerDefinition;
import io.zproc.process.WorkerDefinitions;
import io.zproc.process.swarm.Swarms;
import io.zproc.protocol.SwarmCalls;
import io.zproc.server.swarm.WorkLoop;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The worker that each process of a swarm runs: makes the calls of the application's
 * workers that the swarm is given.
 *
 * @since 0.1.0
 */
public class SwarmMember {

	private final ConfigurableApplicationContext context;

	private final StateConnection connection;

	private final WorkerDefinitions workers;

	private final Swarms swarms;

	/**
	 * Creates a member of no swarm.
	 * @param context has the beans
	 * @param connection the state
	 * @param workers whose methods may be called
	 * @param swarms the swarms
	 */
	public SwarmMember(ConfigurableApplicationContext context, StateConnection connection, WorkerDefinitions workers,
			Swarms swarms) {
		this.context = context;
		this.connection = connection;
		this.workers = workers;
		this.swarms = swarms;
	}

	/**
	 * Works for a swarm until it is told to leave.
	 * @param swarm the name of the swarm
	 * @param number the number that the swarm has given this process
	 * @param state what the called methods get as their state
	 * @param worker what they are told about their process
	 * @throws InterruptedException when the thread is interrupted
	 */
	// The swarm replaces what dies.
	@ZProcWorker(name = Swarms.WORKER, autoStart = false, restart = Restart.NEVER)
	public void work(String swarm, int number, SharedState state, WorkerContext worker) throws InterruptedException {
		new WorkLoop(new Calls(swarm, state, (RunningWorker) worker, this.connection.client()))
			.run(this.swarms.member(swarm, number));
	}

	/**
	 * Makes calls, on one thread.
	 */
	private final class Calls implements WorkLoop.Runner {

		private final String swarm;

		private final SharedState state;

		private final RunningWorker worker;

		private final StateClient client;

		private final Map<String, InjectedCall> prepared = new HashMap<>();

		Calls(String swarm, SharedState state, RunningWorker worker, StateClient client) {
			this.swarm = swarm;
			this.state = state;
			this.worker = worker;
			this.client = client;
		}

		@Override
		public byte[] call(String method, byte[] arguments, String trace) throws Exception {
			InjectedCall prepared = prepared(method);
			Object result = this.worker.call(() -> {
				@Nullable Object[] values = prepared.arguments(SwarmCalls.decode(arguments).values());
				return this.client.tracing()
					.receive(Tracing.Step.TASK, method, this.swarm, trace, () -> prepared.call(values));
			});
			return this.client.encode("result of " + method, result);
		}

		private InjectedCall prepared(String method) {
			InjectedCall call = this.prepared.get(method);
			if (call == null) {
				call = prepare(method);
				this.prepared.put(method, call);
			}
			return call;
		}

		private InjectedCall prepare(String method) {
			WorkerDefinition worker = SwarmMember.this.workers.get(method);
			ConfigurableApplicationContext context = SwarmMember.this.context;
			InjectedCall call = new InjectedCall(context.getBean(worker.method().beanName()), worker.method(),
					context.getBeanFactory(), this.state, this.worker, this.client);
			if (WorkerRuntime.current() != null) {
				ChildContext.start(context, call.beanNames());
			}
			return call;
		}

		@Override
		public byte[] failure(Throwable failure) {
			return this.client.encode("failure", RemoteFailure.of(failure).toMap());
		}

	}

}
