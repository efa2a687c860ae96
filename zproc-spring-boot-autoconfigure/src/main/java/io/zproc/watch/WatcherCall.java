package io.zproc.watch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;

import io.zproc.SharedState;
import io.zproc.Snapshot;
import io.zproc.StateChange;
import io.zproc.client.Tracing;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.support.DataBindingPropertyAccessor;
import org.springframework.expression.spel.support.SimpleEvaluationContext;
import org.springframework.util.ReflectionUtils;

/**
 * Calls a watcher's method for a change, if its condition holds.
 */
final class WatcherCall {

	private final WatcherDefinition watcher;

	private final Object bean;

	private final Method method;

	private final SharedState state;

	private final String name;

	private final Tracing tracing;

	private final SimpleEvaluationContext evaluation = SimpleEvaluationContext
		.forPropertyAccessors(new KeyAccessor(), DataBindingPropertyAccessor.forReadOnlyAccess())
		.withInstanceMethods()
		.build();

	WatcherCall(WatcherDefinition watcher, Object bean, SharedState state, String name, Tracing tracing) {
		this.watcher = watcher;
		this.bean = bean;
		this.state = state;
		this.name = name;
		this.tracing = tracing;
		this.method = AopUtils.selectInvocableMethod(watcher.method().method(), bean.getClass());
		ReflectionUtils.makeAccessible(this.method);
	}

	/**
	 * What a condition can name.
	 *
	 * @param before the state before the change
	 * @param after the state after the change
	 * @param keys what was written
	 * @param change the change
	 */
	public record Root(Snapshot before, Snapshot after, Set<String> keys, StateChange change) {

	}

	void handle(StateChange change, String trace) throws Exception {
		if (holds(change)) {
			this.tracing.receive(Tracing.Step.CHANGE, this.name, this.state.namespace(), trace, () -> call(change));
		}
	}

	private @Nullable Object call(StateChange change) throws Exception {
		Class<?>[] types = this.method.getParameterTypes();
		Object[] arguments = new Object[types.length];
		for (int i = 0; i < types.length; i++) {
			arguments[i] = (types[i] == StateChange.class) ? change
					: (types[i] == Snapshot.class) ? change.after() : this.state;
		}
		try {
			return this.method.invoke(this.bean, arguments);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

	/**
	 * A gap is told whatever the condition says: the change that it asks for may be among
	 * those that are missing.
	 */
	private boolean holds(StateChange change) {
		Expression condition = this.watcher.condition();
		if (condition == null || change.isGap()) {
			return true;
		}
		Root root = new Root(change.before(), change.after(), change.keys(), change);
		try {
			return Boolean.TRUE.equals(condition.getValue(this.evaluation, root, Boolean.class));
		}
		catch (EvaluationException ex) {
			throw new FailedConditionException(condition.getExpressionString(), ex);
		}
	}

}
