package io.zproc;

import java.time.Instant;

/**
 * Something that happened to a process or to the state, published as an event of the
 * application's context: any {@code @EventListener} hears it. Listeners are called one
 * after the other, on a thread that is there for nothing else, in the order in which
 * things happened as this application came to know of them: a slow listener delays other
 * listeners, and no process. Up to 10,000 events wait; those that come then are left out,
 * and a warning says how many. Events of workers that other workers have started come by
 * way of the state server: what a process tells just before it is killed may be lost.
 *
 * @since 0.1.0
 */
public interface ZProcEvent {

	/**
	 * When it happened, by the clock of the process that noticed it.
	 * @return the time
	 */
	Instant time();

}
