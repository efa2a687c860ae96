package io.zproc.actuate;

import java.util.List;
import java.util.Map;

import io.zproc.actuate.LogDescriptor.LogLine;
import io.zproc.process.OutputTail;
import io.zproc.process.ProcessRecord;
import io.zproc.process.StateConnection;
import io.zproc.process.WorkerSupervisor;
import org.jspecify.annotations.Nullable;

/**
 * What processes have written last, for who may see values: nobody knows what it holds.
 */
final class ProcessLog {

	/** The name of the state server, which no worker's process can have. */
	static final String SERVER = "server";

	private final StateConnection connection;

	private final WorkerSupervisor supervisor;

	private final ProcessList processes;

	private final ShownValues values;

	ProcessLog(StateConnection connection, WorkerSupervisor supervisor, ShownValues values) {
		this.connection = connection;
		this.supervisor = supervisor;
		this.processes = new ProcessList(supervisor);
		this.values = values;
	}

	/**
	 * What is kept of the output of a process.
	 * @return the output, {@code null} when there is no such process
	 */
	@Nullable LogDescriptor read(String process, boolean isShown) {
		OutputTail tail = tail(process);
		if (tail != null) {
			return new LogDescriptor(process, show(process, tail.after(0), isShown), null);
		}
		String note = whyNone(process);
		return (note != null) ? new LogDescriptor(process, List.of(), note) : null;
	}

	List<LogLine> show(String process, List<OutputTail.Line> lines, boolean isShown) {
		return lines.stream()
			.map((line) -> new LogLine(line.number(), line.attempt(),
					this.values.line(process + "/log", line.text(), isShown)))
			.toList();
	}

	/**
	 * The output of a process of this one's own.
	 * @return the output, {@code null} when it has none that can be told from others
	 */
	@Nullable OutputTail tail(String process) {
		if (process.equals(SERVER)) {
			return this.connection.serverOutput();
		}
		return isThread(process) ? null : this.supervisor.output(process);
	}

	private boolean isThread(String process) {
		return this.supervisor.records()
			.stream()
			.filter((record) -> process.equals(name(record)))
			.anyMatch((record) -> record.pid() == record.parentPid());
	}

	private static String name(ProcessRecord record) {
		return record.name() + "-" + record.instance();
	}

	/**
	 * Why a process has no output of its own here.
	 * @return the reason, {@code null} when there is no such process
	 */
	@Nullable String whyNone(String process) {
		if (process.equals(SERVER)) {
			return "The state server was not forked by this application: it writes where it was started";
		}
		if (isThread(process)) {
			return "It is a thread of the application (zproc.mode=in-process): what it writes is in the"
					+ " application's own output";
		}
		Map<String, @Nullable Object> record = ProcessTree.find(this.processes.tree(true), process);
		return (record != null) ? "It was started by the process " + record.get("parentPid")
				+ ", of whose output its lines are a part: look at the log of that one" : null;
	}

}
