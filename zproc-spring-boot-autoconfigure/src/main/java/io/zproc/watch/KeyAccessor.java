package io.zproc.watch;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypedValue;

/**
 * Lets a condition name the keys of the state, and of maps in it, as properties. A key
 * that is absent is null, as it is with an index: Spring's own accessor would fail.
 */
final class KeyAccessor implements PropertyAccessor {

	@Override
	public Class<?>[] getSpecificTargetClasses() {
		return new Class<?>[] { Map.class };
	}

	@Override
	public boolean canRead(EvaluationContext context, @Nullable Object target, String name) {
		return target instanceof Map;
	}

	@Override
	public TypedValue read(EvaluationContext context, @Nullable Object target, String name) {
		Object value = (target instanceof Map<?, ?> map) ? map.get(name) : null;
		return (value != null) ? new TypedValue(value) : TypedValue.NULL;
	}

	@Override
	public boolean canWrite(EvaluationContext context, @Nullable Object target, String name) {
		return false;
	}

	@Override
	public void write(EvaluationContext context, @Nullable Object target, String name, @Nullable Object newValue) {
		throw new UnsupportedOperationException("A condition cannot change the state");
	}

}
