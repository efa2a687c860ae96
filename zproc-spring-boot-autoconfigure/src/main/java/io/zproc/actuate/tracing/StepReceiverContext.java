package io.zproc.actuate.tracing;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * The context of what came from another thread or process.
 *
 * @since 0.1.0
 */
public final class StepReceiverContext extends ReceiverContext<Map<String, String>> implements ObservedStep {

	private final ZProcObservation observation;

	private final String who;

	private final String place;

	StepReceiverContext(ZProcObservation observation, String who, String place, Map<String, String> fields) {
		super(Map::get, Kind.CONSUMER);
		this.observation = observation;
		this.who = who;
		this.place = place;
		setCarrier(fields);
	}

	@Override
	public ZProcObservation observation() {
		return this.observation;
	}

	@Override
	public String who() {
		return this.who;
	}

	@Override
	public String place() {
		return this.place;
	}

}
