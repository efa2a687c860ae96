package io.zproc.worker;

import java.io.IOException;
import java.io.InputStream;

import io.zproc.Origin;
import io.zproc.client.jeromq.JeroMqEngine;
import io.zproc.process.ArgumentFile;
import io.zproc.process.StartPhases;
import io.zproc.process.WorkerBootstrap;

/**
 * The main class of a worker's process: marks the JVM before any class of Spring is
 * loaded, takes the bootstrap from the standard input, connects to the state, and runs
 * the worker.
 *
 * @since 0.1.0
 */
public final class WorkerMain {

	private WorkerMain() {
	}

	/**
	 * Runs a worker. The exit code is 0 when its method returned or it was stopped, 1
	 * when it failed.
	 * @param args ignored: the application's arguments come over the pipe
	 * @throws IOException when the parent is gone before it has said anything
	 */
	public static void main(String[] args) throws IOException {
		StartPhases phases = new StartPhases();
		phases.reached("main");
		ArgumentFile.deleteOwn();
		// The application must not take the pipe for its own standard input.
		InputStream pipe = System.in;
		System.setIn(InputStream.nullInputStream());
		WorkerBootstrap bootstrap = WorkerBootstrap.readFrom(pipe);
		String label = bootstrap.worker() + "-" + bootstrap.instance();
		ChildMark.set("worker '" + label + "'");
		bootstrap.systemProperties().forEach(System::setProperty);
		Thread.currentThread().setName("zproc-worker-" + label);
		Origin origin = new Origin(bootstrap.worker(), bootstrap.instance(), ProcessHandle.current().pid(),
				bootstrap.attempt(), "");
		JeroMqEngine engine = new JeroMqEngine(bootstrap.server(), bootstrap.session(), origin,
				bootstrap.isServerReplaceable());
		WorkerRuntime runtime = new WorkerRuntime(bootstrap, engine, engine::movedTo);
		WorkerRuntime.set(runtime);
		WorkerRun run = new WorkerRun(runtime, phases, engine::connectedAtMillis);
		runtime.onFailure(run::fail);
		ParentPipe.listen(pipe, run);
		Runtime.getRuntime().addShutdownHook(new Thread(run::close, "zproc-worker-shutdown"));
		System.exit(run.run());
	}

}
