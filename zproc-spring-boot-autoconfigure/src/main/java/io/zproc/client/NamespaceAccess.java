package io.zproc.client;

import java.util.List;

import io.zproc.client.StateEngine.CommitResult;
import io.zproc.client.StateEngine.Contents;
import io.zproc.protocol.Condition;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Write;

/**
 * Reads and writes of one namespace, as encoded values: on the server, or in the working
 * copy of the turn that the calling thread has.
 */
interface NamespaceAccess {

	KeyValue read(String key, boolean withValue);

	int size();

	Contents contents(boolean withValues);

	CommitResult commit(List<Condition> conditions, List<Write> writes, boolean wantsEntries);

}
