package io.zproc.process.event;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.zproc.StateGapEvent;
import io.zproc.WorkerEndedEvent;
import io.zproc.WorkerFailedEvent;
import io.zproc.WorkerHungEvent;
import io.zproc.WorkerReadyEvent;
import io.zproc.WorkerRecoveredEvent;
import io.zproc.WorkerRetryEvent;
import io.zproc.WorkerStartedEvent;
import io.zproc.ZProcEvent;
import org.jspecify.annotations.Nullable;

/**
 * Events as plain values, which need no class to be read. Only events of this list come
 * from other processes.
 */
final class EventValue {

	private static final String KIND = "event";

	private static final List<Class<? extends ZProcEvent>> KINDS = List.of(WorkerStartedEvent.class,
			WorkerReadyEvent.class, WorkerRetryEvent.class, WorkerEndedEvent.class, WorkerFailedEvent.class,
			WorkerHungEvent.class, WorkerRecoveredEvent.class, StateGapEvent.class);

	private EventValue() {
	}

	static Map<String, @Nullable Object> of(ZProcEvent event) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put(KIND, event.getClass().getSimpleName());
		for (RecordComponent component : event.getClass().getRecordComponents()) {
			Object value = valueOf(event, component);
			values.put(component.getName(),
					(value instanceof Instant || value instanceof Duration) ? value.toString() : value);
		}
		return values;
	}

	private static @Nullable Object valueOf(ZProcEvent event, RecordComponent component) {
		try {
			return component.getAccessor().invoke(event);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(component + " of " + event, ex);
		}
	}

	/**
	 * The event that a value stands for.
	 * @throws IllegalArgumentException when it stands for none
	 */
	static ZProcEvent read(@Nullable Object value) {
		Map<?, ?> values = (value instanceof Map<?, ?> map) ? map : Map.of();
		for (Class<? extends ZProcEvent> kind : KINDS) {
			if (kind.getSimpleName().equals(values.get(KIND))) {
				return read(kind, values);
			}
		}
		throw new IllegalArgumentException("Not an event: " + value);
	}

	private static ZProcEvent read(Class<? extends ZProcEvent> kind, Map<?, ?> values) {
		RecordComponent[] components = kind.getRecordComponents();
		Object[] arguments = Arrays.stream(components)
			.map((component) -> argument(component.getType(), values.get(component.getName())))
			.toArray();
		try {
			return kind.getConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
				.newInstance(arguments);
		}
		catch (ReflectiveOperationException | IllegalArgumentException ex) {
			throw new IllegalArgumentException("Not an event: " + values, ex);
		}
	}

	private static @Nullable Object argument(Class<?> type, @Nullable Object value) {
		if (value instanceof Number number) {
			return (type == long.class) ? (Object) number.longValue() : (Object) number.intValue();
		}
		if (value instanceof String text && type == Instant.class) {
			return Instant.parse(text);
		}
		return (value instanceof String text && type == Duration.class) ? Duration.parse(text) : value;
	}

}
