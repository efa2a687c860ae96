package io.zproc.actuate.tracing;

import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zproc.ProcessExit;
import io.zproc.client.Tracing;
import io.zproc.protocol.Protocol;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Carries traces on by observations: a tracer that listens to them writes what goes
 * along, and reads it at the other end. Goes on with traces only, and begins none: an
 * application that loops for ever would be one trace without an end.
 *
 * @since 0.1.0
 */
public final class ObservedTracing implements Tracing, SmartInitializingSingleton {

	private static final StepConvention CONVENTION = new StepConvention();

	private final ObjectProvider<ObservationRegistry> provider;

	private volatile ObservationRegistry registry = ObservationRegistry.NOOP;

	/**
	 * Creates a tracing that does nothing until all beans are made: the registry needs
	 * others, which may use the state themselves.
	 * @param registry has the observations
	 */
	public ObservedTracing(ObjectProvider<ObservationRegistry> registry) {
		this.provider = registry;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.registry = this.provider.getIfAvailable(() -> ObservationRegistry.NOOP);
	}

	@Override
	public <T> T send(Step step, String name, String place, Function<String, T> action) {
		ObservationRegistry registry = this.registry;
		if (registry.getCurrentObservation() == null || isOwn(place)) {
			return action.apply("");
		}
		StepSenderContext context = new StepSenderContext(ZProcObservation.ofSender(step), name, place);
		Observation observation = begin(context, context.observation(), registry);
		Observation.Scope scope = observation.openScope();
		try {
			return action.apply(TraceFields.encode(context.fields()));
		}
		catch (Throwable ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			scope.close();
			observation.stop();
		}
	}

	private static Observation begin(Observation.Context context, ZProcObservation kind, ObservationRegistry registry) {
		return kind.observation(null, CONVENTION, () -> context, registry).start();
	}

	/** What ZProc itself keeps on the state server is nobody's doing. */
	private static boolean isOwn(String place) {
		return !place.isEmpty() && place.charAt(0) == Protocol.RESERVED;
	}

	@Override
	public <E extends Exception> @Nullable Object receive(Step step, String name, String place, String trace,
			Action<E> action) throws E {
		if (trace.isEmpty()) {
			return action.run();
		}
		StepReceiverContext context = new StepReceiverContext(ZProcObservation.ofReceiver(step), name, place,
				TraceFields.decode(trace));
		Observation observation = begin(context, context.observation(), this.registry);
		Observation.Scope scope = observation.openScope();
		try {
			return action.run();
		}
		catch (Throwable ex) {
			if (isFailure(ex)) {
				observation.error(ex);
			}
			throw ex;
		}
		finally {
			scope.close();
			observation.stop();
		}
	}

	/** To be stopped is not to fail, and neither is to leave in peace. */
	private static boolean isFailure(Throwable ex) {
		return !(ex instanceof InterruptedException) && !(ex instanceof ProcessExit exit && exit.code() == 0);
	}

}
