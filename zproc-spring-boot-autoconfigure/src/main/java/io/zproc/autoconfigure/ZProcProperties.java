package io.zproc.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.zproc.OnHung;
import io.zproc.process.GroupSettings;
import io.zproc.process.GroupStrategy;
import io.zproc.process.HeartbeatPolicy;
import io.zproc.process.LifeOptions;
import io.zproc.process.MemoryShares;
import io.zproc.process.OutputTail;
import io.zproc.process.RestartLimits;
import io.zproc.process.RestartOptions;
import io.zproc.process.RetryOptions;
import io.zproc.process.ServerSettings;
import io.zproc.process.WorkerSettings;
import io.zproc.process.swarm.SwarmSettings;
import io.zproc.server.ServerLimits;
import io.zproc.server.swarm.DispatcherLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of ZProc.
 *
 * @param enabled Whether ZProc is configured.
 * @param mode Whether state server and workers are processes, or threads of the
 * application: processes, or in-process, which may also be written IN_PROCESS. In tests
 * that use Spring's test support the default is in-process.
 * @param namespace Namespace of the SharedState bean.
 * @param exitWhenDone Whether an application without a web server exits when all its
 * workers have ended.
 * @param state Properties of the shared state.
 * @param session Properties of the connections to the state server.
 * @param server Properties of the state server's process.
 * @param worker Properties of every worker's process.
 * @param workers Properties of single workers, by their names.
 * @param groups Properties of groups of workers that are started again together, by the
 * names of the groups.
 * @param processes Properties of the processes that are started with ProcessManager, and
 * of their results.
 * @param memory How the memory is shared out among the processes.
 * @param watch Properties of methods annotated with @OnStateChange.
 * @param swarm Properties of all swarms.
 * @param health Properties of the health contributor.
 * @param metrics Properties of the meters.
 * @since 0.1.0
 */
@ConfigurationProperties("zproc")
public record ZProcProperties(@DefaultValue("true") boolean enabled, @DefaultValue("processes") Mode mode,
		@DefaultValue("default") String namespace, @DefaultValue("true") boolean exitWhenDone,
		@DefaultValue State state, @DefaultValue Session session, @DefaultValue Server server,
		@DefaultValue Worker worker, @DefaultValue Map<String, SingleWorker> workers,
		@DefaultValue Map<String, Group> groups, @DefaultValue Processes processes, @DefaultValue Memory memory,
		@DefaultValue Watch watch, @DefaultValue Swarm swarm, @DefaultValue Health health,
		@DefaultValue Metrics metrics) {

	/** After how many processes in a row that were never ready a swarm gets one more. */
	private static final int MAX_UNREADY = 4;

	/**
	 * Where state server and workers run.
	 */
	public enum Mode {

		/**
		 * In JVMs of their own.
		 */
		PROCESSES,

		/**
		 * As threads of the application.
		 */
		IN_PROCESS

	}

	/**
	 * Checks the properties.
	 */
	public ZProcProperties {
		Require.namespace("zproc.namespace", namespace);
	}

	/**
	 * Properties of the shared state.
	 *
	 * @param requestTimeout How long a call on the shared state may take.
	 * @param atomicTimeout How long an atomic function may run before its turn is
	 * revoked.
	 * @param historyEntries How many changes the server remembers for each namespace.
	 * @param historySize How many bytes of changes the server remembers for each
	 * namespace.
	 * @param maxValueSize Largest encoded value.
	 * @param maxCommitSize Largest sum of the encoded values that are written at once.
	 * @param allowedPackages Packages whose classes may be values, besides those of the
	 * application.
	 */
	public record State(@DefaultValue("10s") Duration requestTimeout, @DefaultValue("30s") Duration atomicTimeout,
			@DefaultValue("10000") int historyEntries, @DefaultValue("16MB") DataSize historySize,
			@DefaultValue("16MB") DataSize maxValueSize, @DefaultValue("32MB") DataSize maxCommitSize,
			@DefaultValue List<String> allowedPackages) {

		/**
		 * Checks the properties.
		 */
		public State {
			Require.positive("zproc.state.request-timeout", requestTimeout);
			Require.positive("zproc.state.atomic-timeout", atomicTimeout);
			Require.atLeast("zproc.state.history-entries", historyEntries, 0);
			Require.size("zproc.state.history-size", historySize, 0);
			Require.size("zproc.state.max-value-size", maxValueSize, 1);
			Require.size("zproc.state.max-commit-size", maxCommitSize, maxValueSize.toBytes());
		}

	}

	/**
	 * Properties of the connections to the state server.
	 *
	 * @param grace How long a process whose connection was cut may take to come back
	 * before its turns are given to others.
	 */
	public record Session(@DefaultValue("5s") Duration grace) {

		/**
		 * Checks the properties.
		 */
		public Session {
			Require.positive("zproc.session.grace", grace);
		}

	}

	/**
	 * Properties of the state server's process, or of a server that was started by hand.
	 *
	 * @param requests Address at which a state server that was started by hand takes
	 * requests, such as tcp://127.0.0.1:7001; without it the application forks a server
	 * of its own.
	 * @param changes Address at which that server publishes changes.
	 * @param secret Secret of that server, if both of its addresses are on the loopback
	 * interface.
	 * @param curve Keys for that server, needed if an address is not on the loopback
	 * interface.
	 * @param maxHeap Largest heap of the state server's JVM; by default its share of the
	 * memory, at most 1g.
	 * @param jvmArgs Further arguments for the state server's JVM.
	 * @param startTimeout How long the state server may take to be ready.
	 * @param onDeath What happens when the state server dies.
	 * @param maxRestarts How many deaths of the state server within the window are made
	 * good, before the application stops.
	 * @param restartWindow Time in which the deaths of the state server are counted.
	 */
	public record Server(@Nullable String requests, @Nullable String changes, @Nullable String secret,
			@Nullable Curve curve, @Nullable String maxHeap, @DefaultValue List<String> jvmArgs,
			@DefaultValue("30s") Duration startTimeout, @DefaultValue("stop-application") OnDeath onDeath,
			@DefaultValue("5") int maxRestarts, @DefaultValue("10m") Duration restartWindow) {

		/**
		 * What happens when the state server dies.
		 */
		public enum OnDeath {

			/**
			 * The application stops.
			 */
			STOP_APPLICATION,

			/**
			 * Another server takes its place, with what the application has of its state.
			 */
			RESTART

		}

		/**
		 * Keys for CURVE, 40 characters of Z85 each.
		 *
		 * @param serverKey Public key of the state server.
		 * @param publicKey Public key of this application, which the server must know.
		 * @param secretKey Secret key of this application.
		 */
		public record Curve(@Nullable String serverKey, @Nullable String publicKey, @Nullable String secretKey) {

			@Override
			public String toString() {
				return "Curve[serverKey=" + this.serverKey + ", publicKey=" + this.publicKey + "]";
			}

		}

		/**
		 * Checks the properties.
		 */
		public Server {
			if (maxHeap != null) {
				Require.heap("zproc.server.max-heap", maxHeap);
			}
			Require.positive("zproc.server.start-timeout", startTimeout);
			Require.atLeast("zproc.server.max-restarts", maxRestarts, 1);
			Require.positive("zproc.server.restart-window", restartWindow);
		}

		@Override
		public String toString() {
			return "Server[requests=" + this.requests + ", changes=" + this.changes + ", curve=" + this.curve
					+ ", maxHeap=" + this.maxHeap + ", jvmArgs=" + this.jvmArgs + ", startTimeout=" + this.startTimeout
					+ ", onDeath=" + this.onDeath + "]";
		}

	}

	/**
	 * Properties of every worker's process.
	 *
	 * @param maxHeap Largest heap of a worker's JVM; by default an equal part of what
	 * memory is left, at most 1g.
	 * @param jvmArgs Further arguments for each worker's JVM.
	 * @param stopGrace How long a worker may take to stop before it gets SIGTERM, and is
	 * killed 2 seconds later.
	 * @param timeLimit How long a run of a worker's process may take, its start included,
	 * before it is ended as a failure; without it, for ever.
	 * @param heartbeatTimeout How long a worker's process may have no heartbeat before it
	 * counts as hung; 0 for ever.
	 * @param onHung What is done about a worker's process that is hung.
	 * @param retry How methods are called again, in the same process, when they have
	 * thrown.
	 * @param restart When and how workers are started again, in new processes.
	 */
	public record Worker(@Nullable String maxHeap, @DefaultValue List<String> jvmArgs,
			@DefaultValue("10s") Duration stopGrace, @Nullable Duration timeLimit,
			@DefaultValue("60s") Duration heartbeatTimeout, @DefaultValue("report") OnHung onHung,
			@DefaultValue @NestedConfigurationProperty RetryOptions retry,
			@DefaultValue @NestedConfigurationProperty RestartOptions restart) {

		/**
		 * Checks the properties.
		 */
		public Worker {
			if (maxHeap != null) {
				Require.heap("zproc.worker.max-heap", maxHeap);
			}
			Require.positive("zproc.worker.stop-grace", stopGrace);
			if (timeLimit != null) {
				Require.positive("zproc.worker.time-limit", timeLimit);
			}
			Require.zeroOrAtLeast("zproc.worker.heartbeat-timeout", heartbeatTimeout, HeartbeatPolicy.MIN_TIMEOUT);
		}

	}

	/**
	 * Properties of the processes that are started with ProcessManager, and of their
	 * results.
	 *
	 * @param keep How many processes are remembered in the process that has started them;
	 * those that run are not forgotten.
	 * @param resultTtl How long a process is remembered after its end, with a result that
	 * nobody has taken.
	 * @param tailLines How many lines of each process's output are kept for the endpoint.
	 * @param tailSize How many bytes of each process's output are kept for the endpoint,
	 * where each character counts as two, and the end of each line as one character.
	 * @param awaitAtEnd How long the end of the application waits for all workers to end
	 * by themselves, before it stops them.
	 */
	public record Processes(@DefaultValue("1000") int keep, @DefaultValue("10m") Duration resultTtl,
			@DefaultValue("200") int tailLines, @DefaultValue("64KB") DataSize tailSize,
			@DefaultValue("0s") Duration awaitAtEnd) {

		/**
		 * Checks the properties.
		 */
		public Processes {
			Require.atLeast("zproc.processes.keep", keep, 0);
			Require.positive("zproc.processes.result-ttl", resultTtl);
			Require.atLeast("zproc.processes.tail-lines", tailLines, 0);
			Require.size("zproc.processes.tail-size", tailSize, 0);
			Require.notNegative("zproc.processes.await-at-end", awaitAtEnd);
		}

	}

	/**
	 * How the memory is shared out among the processes.
	 *
	 * @param total What all processes may take together; by default what the machine or
	 * the container has.
	 * @param serverShare Which part of what this process leaves is the state server's.
	 * @param spawned For how many processes there is room beside those that are started
	 * with the application.
	 */
	public record Memory(@Nullable DataSize total, @DefaultValue("0.2") double serverShare,
			@DefaultValue("2") int spawned) {

		/**
		 * Checks the properties.
		 */
		public Memory {
			if (total != null) {
				Require.atLeast("zproc.memory.total", total.toBytes(), 1);
			}
			if (!(serverShare > 0 && serverShare < 1)) {
				throw new IllegalArgumentException(
						"zproc.memory.server-share: " + serverShare + " (expected: between 0 and 1, such as 0.2)");
			}
			Require.atLeast("zproc.memory.spawned", spawned, 0);
		}

	}

	/**
	 * Properties of a single worker.
	 *
	 * @param instances How many processes run the worker.
	 * @param autoStart Whether the worker is started when the application is ready.
	 * @param namespace Namespace of the worker's SharedState.
	 * @param maxHeap Largest heap of the worker's JVM.
	 * @param jvmArgs Further arguments for the worker's JVM, instead of those of its
	 * annotation.
	 * @param after Workers that must be ready before the worker is started.
	 * @param stopGrace How long the worker may take to stop before it gets SIGTERM, and
	 * is killed 2 seconds later.
	 * @param timeLimit How long a run of the worker's process may take, its start
	 * included, before it is ended as a failure.
	 * @param heartbeatTimeout How long the worker's process may have no heartbeat before
	 * it counts as hung; 0 for ever.
	 * @param onHung What is done about the worker's process when it is hung.
	 * @param debug Whether the worker's JVM listens for a debugger, at a free port of
	 * 127.0.0.1 that the log says. It has no time limit and no heartbeat timeout then.
	 * @param debugSuspend Whether it waits for the debugger before it runs.
	 * @param retry How the worker's method is called again when it has thrown.
	 * @param restart When and how the worker is started again, in a new process.
	 * @param group Group of workers that the worker is started again with; empty for
	 * none.
	 */
	public record SingleWorker(@Nullable Integer instances, @Nullable Boolean autoStart, @Nullable String namespace,
			@Nullable String maxHeap, @Nullable List<String> jvmArgs, @Nullable List<String> after,
			@Nullable Duration stopGrace, @Nullable Duration timeLimit, @Nullable Duration heartbeatTimeout,
			@Nullable OnHung onHung, @DefaultValue("false") boolean debug, @DefaultValue("false") boolean debugSuspend,
			@DefaultValue @NestedConfigurationProperty RetryOptions retry,
			@DefaultValue @NestedConfigurationProperty RestartOptions restart, @Nullable String group) {

	}

	/**
	 * Properties of a group of workers that are started again together.
	 *
	 * @param strategy Which workers are started again when one has ended.
	 * @param restart How soon and how often the group is started again, and after which
	 * ends of workers that do not say it.
	 */
	public record Group(@DefaultValue("one-for-all") GroupStrategy strategy,
			@DefaultValue @NestedConfigurationProperty RestartOptions restart) {

	}

	/**
	 * Properties of methods annotated with @OnStateChange.
	 *
	 * @param stopOnError Whether an exception of the method ends its watcher.
	 */
	public record Watch(@DefaultValue("false") boolean stopOnError) {

	}

	/**
	 * Properties of all swarms.
	 *
	 * @param maxKills How many processes in a row a chunk of calls may kill before it is
	 * set aside.
	 * @param maxDeaths How many processes of a swarm may die within the window before it
	 * fails.
	 * @param window Time in which the deaths of a swarm's processes are counted.
	 * @param restartDelay How long the replacement of a dead process waits at first;
	 * doubled with each further death, until none has died for the time of the window.
	 * @param maxRestartDelay How long the replacement of a dead process waits at the
	 * most.
	 * @param resultTtl How long a posted task's result is kept that nobody takes.
	 * @param maxKeptSize How many bytes of such results are kept; the oldest go first.
	 * @param maxMessageSize Largest arguments or results of a chunk.
	 */
	public record Swarm(@DefaultValue("3") int maxKills, @DefaultValue("20") int maxDeaths,
			@DefaultValue("1m") Duration window, @DefaultValue("100ms") Duration restartDelay,
			@DefaultValue("5s") Duration maxRestartDelay, @DefaultValue("10m") Duration resultTtl,
			@DefaultValue("64MB") DataSize maxKeptSize, @DefaultValue("64MB") DataSize maxMessageSize) {

		/**
		 * Checks the properties.
		 */
		public Swarm {
			Require.atLeast("zproc.swarm.max-kills", maxKills, 1);
			Require.atLeast("zproc.swarm.max-deaths", maxDeaths, 0);
			Require.positive("zproc.swarm.window", window);
			Require.positive("zproc.swarm.restart-delay", restartDelay);
			Require.positive("zproc.swarm.max-restart-delay", maxRestartDelay);
			Require.positive("zproc.swarm.result-ttl", resultTtl);
			Require.size("zproc.swarm.max-kept-size", maxKeptSize, 0);
			// What a connection takes at its other end is bounded, too.
			Require.size("zproc.swarm.max-message-size", maxMessageSize, 65_536);
			Require.atMost("zproc.swarm.max-message-size", maxMessageSize.toBytes(), 256L << 20);
		}

	}

	/**
	 * Properties of the health contributor.
	 *
	 * @param timeout How long the state server may take to answer before the application
	 * is reported as down.
	 * @param maxLag How many versions a watcher of the application may be behind before
	 * the application is reported as down. Any number by default.
	 */
	public record Health(@DefaultValue("2s") Duration timeout, @Nullable Long maxLag) {

		/**
		 * Checks the properties.
		 */
		public Health {
			Require.positive("zproc.health.timeout", timeout);
			if (maxLag != null) {
				Require.atLeast("zproc.health.max-lag", maxLag, 0);
			}
		}

	}

	/**
	 * Properties of the meters.
	 *
	 * @param enabled Whether there are meters of the state and the processes.
	 * @param interval Time after which the meters are brought up to date.
	 * @param maxProcesses How many processes have meters of their own; the others share
	 * one, or have none.
	 * @param maxNamespaces How many namespaces have meters of their own; the others share
	 * one.
	 * @param forward Beginnings of names of the application's own meters that workers
	 * forward to the application.
	 * @param forwardLimit How many meters each process forwards.
	 */
	public record Metrics(@DefaultValue("true") boolean enabled, @DefaultValue("5s") Duration interval,
			@DefaultValue("100") int maxProcesses, @DefaultValue("50") int maxNamespaces,
			@DefaultValue List<String> forward, @DefaultValue("100") int forwardLimit) {

		/**
		 * Checks the properties.
		 */
		public Metrics {
			Require.positive("zproc.metrics.interval", interval);
			Require.atLeast("zproc.metrics.max-processes", maxProcesses, 1);
			Require.atLeast("zproc.metrics.max-namespaces", maxNamespaces, 1);
			Require.atLeast("zproc.metrics.forward-limit", forwardLimit, 1);
			Require.noneBlank("zproc.metrics.forward", forward);
		}

	}

	SwarmSettings swarmSettings() {
		DispatcherLimits limits = new DispatcherLimits(this.swarm.maxKills(), this.swarm.resultTtl().toMillis(),
				this.swarm.maxKeptSize().toBytes(), (int) this.swarm.maxMessageSize().toBytes());
		RestartLimits restarts = new RestartLimits(this.swarm.restartDelay(), 2, this.swarm.maxRestartDelay(),
				Duration.ZERO, this.swarm.maxDeaths(), this.swarm.window(), this.swarm.window(), MAX_UNREADY);
		return new SwarmSettings(limits, restarts, this.worker.stopGrace());
	}

	OutputTail.Limits outputLimits() {
		return new OutputTail.Limits(this.processes.tailLines(), this.processes.tailSize().toBytes());
	}

	ServerSettings serverSettings() {
		return new ServerSettings(memoryShares().heapOfServer(), this.server.jvmArgs(), this.server.startTimeout(),
				new ServerLimits(this.state.historyEntries(), this.state.historySize().toBytes(),
						(int) this.state.maxValueSize().toBytes(), (int) this.state.maxCommitSize().toBytes(),
						this.state.atomicTimeout().toMillis(), this.session.grace().toMillis(), 1_000));
	}

	MemoryShares memoryShares() {
		DataSize total = this.memory.total();
		return new MemoryShares((total != null) ? total.toBytes() : MemoryShares.ofMachine(),
				Runtime.getRuntime().maxMemory(), this.memory.serverShare(), this.memory.spawned(),
				this.server.maxHeap(), this.worker.maxHeap());
	}

	@Nullable RestartLimits serverRestarts() {
		return (this.server.onDeath() == Server.OnDeath.RESTART)
				? RestartLimits.ofServer(this.server.maxRestarts(), this.server.restartWindow()) : null;
	}

	WorkerSettings workerSettings() {
		Map<String, WorkerSettings.Single> singles = new LinkedHashMap<>();
		this.workers.forEach((name, own) -> singles.put(name,
				new WorkerSettings.Single(own.instances(), own.autoStart(), own.namespace(), own.maxHeap(),
						own.jvmArgs(), own.retry(), own.restart(), new LifeOptions(own.after(), own.stopGrace(),
								own.timeLimit(), own.heartbeatTimeout(), own.onHung(), own.debug(), own.debugSuspend()),
						own.group())));
		Map<String, GroupSettings> together = new LinkedHashMap<>();
		this.groups.forEach((name, group) -> together.put(name, new GroupSettings(group.strategy(), group.restart())));
		return new WorkerSettings(this.namespace, this.worker.jvmArgs(),
				new LifeOptions(null, this.worker.stopGrace(), this.worker.timeLimit(), this.worker.heartbeatTimeout(),
						this.worker.onHung(), false, false),
				this.worker.retry(), this.worker.restart(), together, singles);
	}

}
