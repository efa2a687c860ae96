package io.zproc.watch;

import java.util.List;

import io.zproc.client.LatencyHistogram.Step;

/**
 * A watcher in numbers, with the times of its calls.
 *
 * @param status the numbers
 * @param calls how long its method took
 * @since 0.1.0
 */
public record WatcherTelemetry(WatcherStatus status, List<Step> calls) {

}
