package io.zproc.process;

import java.util.function.Supplier;

import io.zproc.RemoteException;
import io.zproc.WorkerFailedException;
import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import io.zproc.process.EndedRun.End;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a worker's last run is to who waits for its result.
 */
final class Outcomes {

	private final Supplier<StateClient> client;

	Outcomes(Supplier<StateClient> client) {
		this.client = client;
	}

	/**
	 * The result of a run.
	 * @throws ZProcException when it has none
	 */
	@Nullable Object of(EndedRun run) {
		byte[] result = run.result();
		if (result != null) {
			return this.client.get().decode("result of worker " + run.record().key(), result);
		}
		RemoteFailure failure = run.failure();
		if (failure != null) {
			String who = "Worker '" + run.record().key() + "' (pid " + run.record().pid() + ")";
			throw new RebuiltFailure(this.client.get()::throwableClass).of(who, failure);
		}
		Integer exitCode = run.record().exitCode();
		if (run.end() == End.EXITED && exitCode != null && exitCode == 0) {
			return null;
		}
		throw new WorkerFailedException(RunEnding.describe(run), exitCode,
				(exitCode != null) ? ExitCodes.signal(exitCode) : null, run.isOutOfMemory(), run.lifetime(),
				run.lastLines());
	}

	/**
	 * An exception that was kept, with the stack of the thread that it is thrown in.
	 */
	static ZProcException here(@Nullable Throwable kept) {
		if (kept instanceof RemoteException remote) {
			return new RemoteException(String.valueOf(remote.getMessage()), remote.remoteClassName(),
					remote.remoteMessage(), remote.remoteStackTrace(), remote.getCause());
		}
		if (kept instanceof WorkerFailedException failed) {
			return new WorkerFailedException(String.valueOf(failed.getMessage()), failed.exitCode(), failed.signal(),
					failed.isOutOfMemory(), failed.lifetime(), failed.lastLines());
		}
		return new ZProcException((kept != null) ? String.valueOf(kept.getMessage()) : "It failed", kept);
	}

}
