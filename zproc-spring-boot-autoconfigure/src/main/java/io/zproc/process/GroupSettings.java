package io.zproc.process;

/**
 * How the workers of a group are started again.
 *
 * @param strategy which of them
 * @param restart how soon and how often, and after which ends, where a member does not
 * say it
 * @since 0.1.0
 */
public record GroupSettings(GroupStrategy strategy, RestartOptions restart) {

	static final GroupSettings NOTHING = new GroupSettings(GroupStrategy.ONE_FOR_ALL, RestartOptions.NOTHING);

}
