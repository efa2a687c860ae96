package io.zproc;

import java.time.Instant;

/**
 * A watcher was so far behind that changes which it has not seen are no longer known. Its
 * method is called with a {@linkplain StateChange#isGap() change that says so}, and goes
 * on from the present state. Told of the methods that are annotated with
 * {@link OnStateChange}, in each process of the application; who watches by
 * {@link SharedState#watch} sees the gap itself.
 *
 * @param time when it was noticed
 * @param watcher the name of the watcher; one that begins with {@code $} is ZProc's own,
 * whose gap means that events are missing
 * @param namespace the namespace
 * @param firstMissing the first version that it has missed
 * @param lastMissing the last version that it has missed
 * @since 0.1.0
 */
public record StateGapEvent(Instant time, String watcher, String namespace, long firstMissing,
		long lastMissing) implements ZProcEvent {

}
