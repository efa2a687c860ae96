package io.zproc.process;

import java.time.Duration;
import java.util.List;
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
			throw remote(run, failure);
		}
		if (isExitWithZero(run)) {
			return null;
		}
		throw failed(RunEnding.describe(run), run, null);
	}

	private static boolean isExitWithZero(EndedRun run) {
		Integer exitCode = run.record().exitCode();
		return run.end() == End.EXITED && exitCode != null && exitCode == 0;
	}

	private RemoteException remote(EndedRun run, RemoteFailure failure) {
		return new RebuiltFailure(this.client.get()::throwableClass).of(run.record().called(), failure);
	}

	/**
	 * The result of a run that should have been followed by another one, but was not.
	 * @throws WorkerFailedException always
	 */
	@Nullable Object givenUp(EndedRun run, String why) {
		RemoteFailure failure = run.failure();
		throw failed(why + "; its last run: " + RunEnding.describe(run), run,
				(failure != null) ? remote(run, failure) : null);
	}

	/**
	 * The result of a run that should have been followed by another one, but its worker
	 * was stopped.
	 * @throws WorkerFailedException when it has none
	 */
	@Nullable Object stopped(EndedRun run) {
		if (run.result() != null || isExitWithZero(run)) {
			return of(run);
		}
		return givenUp(run, "Worker '" + run.record().key() + "' was stopped while it waited for its next run");
	}

	/**
	 * A failure with all that is known of a run.
	 */
	static WorkerFailedException failed(String message, EndedRun run, @Nullable Throwable cause) {
		Integer exitCode = run.record().exitCode();
		return caused(
				new WorkerFailedException(message, exitCode, (exitCode != null) ? ExitCodes.signal(exitCode) : null,
						run.isOutOfMemory(), run.lifetime(), run.lastLines()),
				cause);
	}

	static WorkerFailedException neverStarted(String message) {
		return new WorkerFailedException(message, null, null, false, Duration.ZERO, List.of());
	}

	private static WorkerFailedException caused(WorkerFailedException failure, @Nullable Throwable cause) {
		if (cause != null) {
			failure.initCause(cause);
		}
		return failure;
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
			return caused(new WorkerFailedException(String.valueOf(failed.getMessage()), failed.exitCode(),
					failed.signal(), failed.isOutOfMemory(), failed.lifetime(), failed.lastLines()), failed.getCause());
		}
		return new ZProcException((kept != null) ? String.valueOf(kept.getMessage()) : "It failed", kept);
	}

}
