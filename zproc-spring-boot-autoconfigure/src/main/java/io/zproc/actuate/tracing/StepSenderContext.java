package io.zproc.actuate.tracing;

import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

/**
 * The context of what goes on in another thread or process.
 *
 * @since 0.1.0
 */
public final class StepSenderContext extends SenderContext<Map<String, String>> implements ObservedStep {

	private final ZProcObservation observation;

	private final String who;

	private final String place;

	private final Map<String, String> fields = new LinkedHashMap<>();

	StepSenderContext(ZProcObservation observation, String who, String place) {
		super((carrier, name, value) -> {
			if (carrier != null) {
				carrier.put(name, value);
			}
		}, Kind.PRODUCER);
		this.observation = observation;
		this.who = who;
		this.place = place;
		setCarrier(this.fields);
	}

	/**
	 * What tracers have given along.
	 */
	Map<String, String> fields() {
		return this.fields;
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
