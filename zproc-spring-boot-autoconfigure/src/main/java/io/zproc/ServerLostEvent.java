package io.zproc;

import java.time.Instant;

/**
 * The state server's process has ended although nobody has ended it. Told for a server
 * that the application has started itself.
 *
 * @param time when it was noticed
 * @param pid the process id
 * @param reason what happened, in a sentence for a person
 * @since 0.1.0
 */
public record ServerLostEvent(Instant time, long pid, String reason) implements ZProcEvent {

}
