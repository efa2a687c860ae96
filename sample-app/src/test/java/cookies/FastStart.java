package cookies;

import java.util.List;

/**
 * What lets the JVMs of an application that a test starts, and of its workers, start in
 * half of the time: they end before the second compiler has earned its keep.
 */
public final class FastStart {

	/** Options of the application's JVM. */
	public static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	/** An argument of the application. */
	public static final String WORKERS = "--zproc.worker.jvm-args=" + String.join(",", OPTIONS);

	private FastStart() {
	}

}
