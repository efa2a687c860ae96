package io.zproc.client;

import java.util.List;

import io.zproc.client.StateEngine.Commit;
import io.zproc.client.StateEngine.CommitResult;
import io.zproc.client.StateEngine.Contents;
import io.zproc.protocol.Condition;
import io.zproc.protocol.Condition.Kind;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Write;

/**
 * Reads and writes of a namespace on the server, for one operation. The versions that it
 * reads mean something to the server that was there when it began, or to a later one, and
 * are compared by no other.
 */
final class ServerAccess implements NamespaceAccess {

	private final StateClient client;

	private final String namespace;

	private final int era;

	ServerAccess(StateClient client, String namespace) {
		this.client = client;
		this.namespace = namespace;
		this.era = client.engine().era();
	}

	@Override
	public KeyValue read(String key, boolean withValue) {
		return this.client.engine().read(this.namespace, key, withValue).await(this.client.requestTimeout());
	}

	@Override
	public int size() {
		return this.client.engine().size(this.namespace).await(this.client.requestTimeout());
	}

	@Override
	public Contents contents(boolean withValues) {
		return this.client.engine()
			.contents(this.namespace, withValues, Integer.MAX_VALUE, this.client.requestTimeout());
	}

	@Override
	public CommitResult commit(List<Condition> conditions, List<Write> writes, boolean wantsEntries) {
		Tracing tracing = this.client.tracing();
		return (tracing == Tracing.NONE) ? commit(conditions, writes, wantsEntries, "") : tracing
			.send(Tracing.Step.CHANGE, "", this.namespace, (trace) -> commit(conditions, writes, wantsEntries, trace));
	}

	private CommitResult commit(List<Condition> conditions, List<Write> writes, boolean wantsEntries, String trace) {
		boolean isOfEra = !conditions.isEmpty()
				&& conditions.stream().anyMatch((condition) -> condition.kind() == Kind.VERSION);
		Commit commit = new Commit(this.namespace, 0, this.client.turns().held(), this.client.invocations().current(),
				wantsEntries, conditions, writes, isOfEra ? this.era : Commit.ANY_ERA, trace);
		return this.client.engine().commit(commit).await(this.client.requestTimeout());
	}

}
