package io.zproc.worker;

/**
 * The mark of a JVM that runs one worker of an application and nothing else. In a marked
 * JVM ZProc starts no state server, no worker and no watcher, and a Spring application is
 * only run by {@link ChildContext}.
 * <p>
 * It is a system property, because a static field would exist once per class loader, and
 * it is to be set before any class of Spring is loaded. All methods may be called from
 * any thread and never block.
 *
 * @since 0.1.0
 */
public final class ChildMark {

	/**
	 * The system property that is the mark; its value is for people. It must not be the
	 * parent of other properties: a binder would take it for their value.
	 */
	public static final String PROPERTY = "zproc.child-jvm";

	private ChildMark() {
	}

	/**
	 * Marks this JVM. A mark is never taken away.
	 * @param description what the JVM runs, for messages: {@code worker 'mailer'}
	 */
	public static void set(String description) {
		System.setProperty(PROPERTY, description);
	}

	/**
	 * Tells whether this JVM is a worker's.
	 * @return {@code true} in a marked JVM
	 */
	public static boolean isSet() {
		return System.getProperty(PROPERTY) != null;
	}

	/**
	 * Tells what this JVM runs.
	 * @return the description, empty in an unmarked JVM
	 */
	public static String description() {
		return System.getProperty(PROPERTY, "");
	}

}
