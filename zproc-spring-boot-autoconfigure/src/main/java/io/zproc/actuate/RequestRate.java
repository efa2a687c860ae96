package io.zproc.actuate;

import io.zproc.ServerInfo;
import org.jspecify.annotations.Nullable;

/**
 * Requests per second, between two looks at the counter of the server. Who looks twice
 * within a second sees the same rate.
 */
final class RequestRate {

	private static final long MIN_SPAN_MS = 1_000;

	private @Nullable ServerInfo earlier;

	private double rate;

	synchronized double at(ServerInfo now) {
		ServerInfo before = this.earlier;
		if (before == null || !before.epoch().equals(now.epoch())) {
			this.rate = perSecond(now.requests(), now.uptime().toMillis());
			this.earlier = now;
		}
		else if (now.uptime().minus(before.uptime()).toMillis() >= MIN_SPAN_MS) {
			this.rate = perSecond(now.requests() - before.requests(), now.uptime().minus(before.uptime()).toMillis());
			this.earlier = now;
		}
		return this.rate;
	}

	private static double perSecond(long requests, long ms) {
		return Math.round(requests * 10_000.0 / Math.max(1, ms)) / 10.0;
	}

}
