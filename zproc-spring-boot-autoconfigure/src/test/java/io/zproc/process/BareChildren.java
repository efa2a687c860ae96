package io.zproc.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.zproc.protocol.ServerAddress;

/**
 * Forks children as workers are forked, with the same command, pipe and bootstrap, but
 * for a main of a test's own.
 */
public final class BareChildren {

	private BareChildren() {
	}

	/**
	 * Forks a child. The caller need not keep anything of it.
	 * @param main the child's main, which reads a {@link WorkerBootstrap}
	 * @param jvmArguments the arguments for its JVM
	 * @param name the name of the worker
	 * @param arguments what the main is told
	 * @throws IOException when the child does not take its bootstrap
	 */
	public static void fork(Class<?> main, List<String> jvmArguments, String name, List<String> arguments)
			throws IOException {
		LaunchCommand command = ApplicationLayout.detect().applicationCommand(jvmArguments, main);
		ForkedProcess process = ForkedProcess.start(name, command, "zproc.worker." + name);
		new WorkerBootstrap(new ServerAddress("tcp://127.0.0.1:1", "tcp://127.0.0.1:2", "none", 1), false,
				UUID.randomUUID(), "run", name, 1, 1, "default", 0, null, List.of(), Map.of(), arguments, Map.of(),
				"64m", 5_000, List.of(), "")
			.writeTo(process.pipe());
	}

}
