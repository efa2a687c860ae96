package io.zproc.actuate.metrics;

import java.time.Duration;

/**
 * How meters are kept.
 *
 * @param interval the time between two looks at the application
 * @param maxProcesses how many processes have meters of their own
 * @param maxNamespaces how many namespaces have meters of their own
 * @param linger how long the meters of a process stay after its last report
 * @since 0.1.0
 */
public record MetricsSettings(Duration interval, int maxProcesses, int maxNamespaces, Duration linger) {

	/** The name of those that have none. */
	static final String OTHER = "other";

}
