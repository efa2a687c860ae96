package io.zproc.actuate.metrics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.step.StepMeterRegistry;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * The registries that are beans and that were needed so far. It asks for none: in a
 * worker's process there is a registry only when a bean has one injected. Those that are
 * closed stay, to be read for the last time.
 *
 * @since 0.1.0
 */
public final class SeenRegistries implements BeanPostProcessor {

	private final List<MeterRegistry> seen = new CopyOnWriteArrayList<>();

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof MeterRegistry registry) {
			this.seen.add(registry);
		}
		return bean;
	}

	/**
	 * Those that count from the start of the process. One that counts for each of its
	 * intervals sends the numbers away itself.
	 */
	Set<MeterRegistry> counting() {
		Set<MeterRegistry> counting = new LinkedHashSet<>();
		for (MeterRegistry registry : this.seen) {
			List<MeterRegistry> parts = (registry instanceof CompositeMeterRegistry composite)
					? new ArrayList<>(composite.getRegistries()) : List.of(registry);
			parts.stream().filter((part) -> !(part instanceof StepMeterRegistry)).forEach(counting::add);
		}
		return counting;
	}

}
