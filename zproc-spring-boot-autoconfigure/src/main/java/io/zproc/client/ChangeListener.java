package io.zproc.client;

import java.util.List;

import io.zproc.ZProcException;
import io.zproc.protocol.Change;
import io.zproc.protocol.KeyValue;

/**
 * Is told, in order, how a namespace changes. Called on the engine's thread, which must
 * not be blocked.
 *
 * @since 0.1.0
 */
public interface ChangeListener {

	/**
	 * The namespace as it is at a version: the first call, again whenever changes were
	 * missed that are no longer known, and again when the server was replaced, in a new
	 * {@linkplain StateEngine#era() era}.
	 * @param version the version
	 * @param entries all its entries
	 */
	void reset(long version, List<KeyValue> entries);

	/**
	 * The next change.
	 * @param change the change
	 */
	void change(Change change);

	/**
	 * No more changes will come.
	 * @param reason why
	 */
	void lost(ZProcException reason);

}
