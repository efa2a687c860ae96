package io.zproc.process;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How workers are run, where their annotations do not say it.
 *
 * @param namespace the namespace of the application
 * @param jvmArgs further arguments for each worker's JVM
 * @param life what holds for the life of each worker's processes
 * @param retry how methods are called again when they have thrown
 * @param restart after which ends workers are started again
 * @param groups how the workers of groups are started again, by the names of the groups
 * @param workers what is set for single workers, by their names
 * @since 0.1.0
 */
public record WorkerSettings(String namespace, List<String> jvmArgs, LifeOptions life, RetryOptions retry,
		RestartOptions restart, Map<String, GroupSettings> groups, Map<String, Single> workers) {

	/**
	 * What is set for one worker; {@code null} leaves it to the annotation.
	 *
	 * @param instances how many processes run it
	 * @param autoStart whether they are started when the application is ready
	 * @param namespace the namespace of its state
	 * @param maxHeap the largest heap of its JVM
	 * @param jvmArgs further arguments for its JVM, instead of the annotation's
	 * @param retry how its method is called again when it has thrown
	 * @param restart after which ends it is started again
	 * @param life when its processes are started and how they are ended
	 * @param group the group that it is in; empty for none
	 */
	public record Single(@Nullable Integer instances, @Nullable Boolean autoStart, @Nullable String namespace,
			@Nullable String maxHeap, @Nullable List<String> jvmArgs, RetryOptions retry, RestartOptions restart,
			LifeOptions life, @Nullable String group) {

		static final Single NOTHING = new Single(null, null, null, null, null, RetryOptions.NOTHING,
				RestartOptions.NOTHING, LifeOptions.NOTHING, null);

	}

}
