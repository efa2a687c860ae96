package io.zproc.actuate.tracing;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How observations and their spans are named. A bean that is a
 * {@code GlobalObservationConvention} of {@link StepSenderContext} or
 * {@link StepReceiverContext} takes its place.
 *
 * @since 0.1.0
 */
public class StepConvention implements ObservationConvention<Observation.Context> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ObservedStep;
	}

	private static ObservedStep step(Observation.Context context) {
		if (context instanceof ObservedStep step) {
			return step;
		}
		throw new IllegalArgumentException("Context of an observation: " + context + " (expected: one of ZProc's own)");
	}

	@Override
	public String getName() {
		return "zproc";
	}

	@Override
	public String getContextualName(Observation.Context context) {
		ObservedStep step = step(context);
		return step.observation().verb() + " " + (step.who().isEmpty() ? step.place() : step.who());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(Observation.Context context) {
		ObservedStep step = step(context);
		return values(step.observation().getLowCardinalityKeyNames(), step.who());
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(Observation.Context context) {
		ObservedStep step = step(context);
		return values(step.observation().getHighCardinalityKeyNames(), step.place());
	}

	private static KeyValues values(KeyName[] names, String value) {
		KeyValues values = KeyValues.empty();
		for (KeyName name : names) {
			values = values.and(name.withValue(value.isEmpty() ? KeyValue.NONE_VALUE : value));
		}
		return values;
	}

}
