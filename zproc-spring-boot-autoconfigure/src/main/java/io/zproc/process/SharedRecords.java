package io.zproc.process;

import java.util.Set;
import java.util.function.Supplier;

import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of the processes that were started here, where all processes of the
 * application can read them.
 */
final class SharedRecords {

	private static final Logger logger = LoggerFactory.getLogger(SharedRecords.class);

	private final Supplier<StateClient> client;

	private final Retention retention;

	SharedRecords(Supplier<StateClient> client, Retention retention) {
		this.client = client;
		this.retention = retention;
	}

	/**
	 * Shares a record.
	 */
	void put(String run, ProcessRecord record) {
		try {
			this.client.get().reserved(RunEntries.PROCESSES).put(RunEntries.key(run, record.key()), record.toMap());
		}
		catch (ZProcException | IllegalStateException ex) {
			logger.warn("The record of worker '{}' could not be written: {}", record.key(), ex.getMessage());
		}
	}

	/**
	 * Tidies up after a process, and after those that it has started.
	 * @param own the keys of the records that are kept in any case
	 */
	void tidy(String run, ProcessRecord ended, Set<String> own) {
		try {
			DescendantRecords descendants = new DescendantRecords(this.client.get().reserved(RunEntries.PROCESSES),
					run);
			Integer exitCode = ended.exitCode();
			if (exitCode != null && exitCode != 0) {
				descendants.parentDied(ended.pid());
			}
			new Heartbeats(this.client.get(), run).forgetOthers(descendants::running);
			descendants.trim(this.retention.keep(), own);
		}
		catch (ZProcException | IllegalStateException ex) {
			logger.debug("The records of what worker '{}' has started are left as they are", ended.key(), ex);
		}
	}

	void remove(String run, ProcessRecord record) {
		try {
			this.client.get().reserved(RunEntries.PROCESSES).remove(RunEntries.key(run, record.key()));
		}
		catch (ZProcException | IllegalStateException ex) {
			logger.warn("The record of worker '{}' was left on the state server: {}", record.key(), ex.getMessage());
		}
	}

}
