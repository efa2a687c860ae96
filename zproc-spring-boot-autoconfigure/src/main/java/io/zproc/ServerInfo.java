package io.zproc;

import java.time.Duration;

/**
 * The state server, as it answered.
 *
 * @param pid its process id
 * @param version the version of the protocol that it speaks
 * @param epoch a random id of this run of the server: another epoch is another state
 * @param uptime how long it has been running
 * @param requests how many requests it has served
 * @param address where it takes requests
 * @since 0.1.0
 */
public record ServerInfo(long pid, int version, String epoch, Duration uptime, long requests, String address) {

}
