package io.zproc.client;

import java.util.List;
import java.util.function.Function;

import io.zproc.AtomicState;
import io.zproc.StateTimeoutException;
import io.zproc.ZProcException;
import io.zproc.client.StateEngine.Commit;
import io.zproc.client.StateEngine.CommitResult;
import io.zproc.client.StateEngine.GrantedTurn;
import io.zproc.protocol.Write;
import org.jspecify.annotations.Nullable;

/**
 * A call of an atomic function: takes the turn of the namespace, runs the function on a
 * working copy, and commits what it wrote or gives the turn back.
 */
final class AtomicCall {

	private final StateClient client;

	private final String namespace;

	/** Where in the code the function stands. */
	private final Object site;

	/**
	 * Creates a call.
	 * @param function what tells where in the code it stands: a lambda has a class of its
	 * own
	 */
	AtomicCall(StateClient client, String namespace, Object function) {
		this.client = client;
		this.namespace = namespace;
		// By its name: the class itself may be one that a script has made for one call.
		this.site = (function instanceof AtomicSite known) ? known.site() : function.getClass().getName();
	}

	<T extends @Nullable Object> T run(Function<AtomicState, T> operation) {
		WorkingCopy joined = this.client.turns().current(this.namespace);
		return (joined != null) ? join(joined, operation) : runInTurn(operation);
	}

	private static <T extends @Nullable Object> T join(WorkingCopy joined, Function<AtomicState, T> operation) {
		try {
			return operation.apply(joined);
		}
		catch (Throwable ex) {
			// A checked exception can come too: from Kotlin, or thrown sneakily.
			joined.rollbackOnly(ex);
			throw ex;
		}
	}

	private <T extends @Nullable Object> T runInTurn(Function<AtomicState, T> operation) {
		int era = this.client.engine().era();
		GrantedTurn granted = takeTurn();
		WorkingCopy copy = new WorkingCopy(this.namespace, granted.turn(),
				new TurnReads(this.client, this.namespace, era, granted.entries()), this.client.codec());
		T result;
		List<Write> writes;
		this.client.turns().enter(copy);
		try {
			result = operation.apply(copy);
			writes = copy.writes();
		}
		catch (Throwable ex) {
			giveBack(copy.turn(), ex);
			throw ex;
		}
		finally {
			copy.end();
			this.client.turns().exit(copy);
		}
		commit(copy.turn(), era, writes);
		this.client.expectedKeys().touched(this.site, copy.touchedKeys());
		return result;
	}

	private GrantedTurn takeTurn() {
		// An interrupt that came before is the caller's; one that comes while we wait
		// ends the wait.
		boolean wasInterrupted = Thread.interrupted();
		try {
			return this.client.engine()
				.take(this.namespace, this.client.turns().held(), this.client.expectedKeys().of(this.site))
				.awaitInterruptibly(this.client.requestTimeout());
		}
		catch (InterruptedException ex) {
			wasInterrupted = true;
			throw new ZProcException("The thread was interrupted while it waited for the turn of namespace '"
					+ this.namespace + "'; nothing was changed", ex);
		}
		catch (StateTimeoutException ex) {
			throw new StateTimeoutException(
					"The turn of namespace '" + this.namespace + "' did not come within " + this.client.requestTimeout()
							+ " (zproc.state.request-timeout): another process is in a long atomic function");
		}
		finally {
			if (wasInterrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void commit(long turn, int era, List<Write> writes) {
		if (writes.isEmpty()) {
			this.client.engine().release(turn).await(this.client.requestTimeout());
			return;
		}
		try {
			this.client.tracing()
				.send(Tracing.Step.CHANGE, "", this.namespace, (trace) -> commit(turn, era, writes, trace));
		}
		catch (StateTimeoutException ex) {
			giveBack(turn, ex);
			throw ex;
		}
	}

	private CommitResult commit(long turn, int era, List<Write> writes, String trace) {
		Commit commit = new Commit(this.namespace, turn, this.client.turns().held(),
				this.client.invocations().current(), false, List.of(), writes, era, trace);
		return this.client.engine().commit(commit).await(this.client.requestTimeout());
	}

	@SuppressWarnings("FutureReturnValueIgnored") // what fails is told with the cause
	private void giveBack(long turn, Throwable cause) {
		this.client.engine().release(turn).future().whenComplete((done, failure) -> {
			if (failure != null) {
				cause.addSuppressed(failure);
			}
		});
	}

}
