package io.zproc.process;

import java.time.Duration;
import java.util.List;

import io.zproc.server.ServerLimits;

/**
 * How the state server is run.
 *
 * @param maxHeap the largest heap of its JVM, such as {@code 128m}
 * @param jvmArgs further arguments for its JVM
 * @param startTimeout how long it may take to be ready
 * @param limits the bounds of its memory and waits
 * @since 0.1.0
 */
public record ServerSettings(String maxHeap, List<String> jvmArgs, Duration startTimeout, ServerLimits limits) {

}
