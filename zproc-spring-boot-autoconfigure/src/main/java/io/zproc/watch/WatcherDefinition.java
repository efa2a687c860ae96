package io.zproc.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.Snapshot;
import io.zproc.StateChange;
import io.zproc.Watch;
import io.zproc.ZProcWorker;
import io.zproc.process.BeanMethod;
import io.zproc.process.InvalidMethodException;
import io.zproc.protocol.Protocol;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * A method that reacts to changes of the state, and which changes it wants.
 *
 * @param name the name of the watcher
 * @param method the method
 * @param annotation what it wants
 * @param condition its parsed condition, {@code null} for none
 * @since 0.1.0
 */
public record WatcherDefinition(String name, BeanMethod method, OnStateChange annotation,
		@Nullable Expression condition) {

	/**
	 * Finds the watchers that run inside the application.
	 * @param beans its beans, none of which is made
	 * @return the watchers, in the order of the beans
	 * @throws InvalidMethodException when a method cannot be a watcher
	 */
	public static List<WatcherDefinition> find(ConfigurableListableBeanFactory beans) {
		List<WatcherDefinition> watchers = new ArrayList<>();
		for (BeanMethod method : BeanMethod.find(beans, OnStateChange.class)) {
			WatcherDefinition watcher = of(method);
			if (!method.has(ZProcWorker.class)) {
				watchers.add(watcher);
			}
		}
		return withUniqueNames(watchers);
	}

	/**
	 * Overloaded methods are told apart by their parameters.
	 */
	private static List<WatcherDefinition> withUniqueNames(List<WatcherDefinition> watchers) {
		Map<String, Long> counts = watchers.stream()
			.collect(Collectors.groupingBy(WatcherDefinition::name, Collectors.counting()));
		return watchers.stream()
			.map((watcher) -> (counts.getOrDefault(watcher.name, 1L) == 1) ? watcher : watcher.full())
			.toList();
	}

	private WatcherDefinition full() {
		String types = Arrays.stream(this.method.method().getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(",", "(", ")"));
		return new WatcherDefinition(this.name + types, this.method, this.annotation, this.condition);
	}

	static WatcherDefinition of(BeanMethod method) {
		method.requireOverridable(OnStateChange.class);
		for (Class<?> type : method.method().getParameterTypes()) {
			if (type != StateChange.class && type != Snapshot.class && type != SharedState.class) {
				throw new InvalidMethodException(
						"@OnStateChange method " + method + " has a parameter of type " + type.getName(),
						"Allowed are any of StateChange, Snapshot (the state after the change), SharedState, or nothing.");
			}
		}
		OnStateChange annotation = method.annotation(OnStateChange.class);
		requireKey(method, annotation);
		requireNamespace(method, annotation.namespace());
		return new WatcherDefinition(method.beanName() + "." + method.method().getName(), method, annotation,
				parse(method, annotation.condition()));
	}

	private static void requireKey(BeanMethod method, OnStateChange annotation) {
		boolean isUsed = annotation.equalTo().length + annotation.notEqualTo().length > 0 || annotation.available();
		if (isUsed == annotation.key().isEmpty() || annotation.equalTo().length > 1
				|| annotation.notEqualTo().length > 1) {
			throw new InvalidMethodException(
					"@OnStateChange of " + method + " has key '" + annotation.key() + "' with equalTo "
							+ List.of(annotation.equalTo()) + ", notEqualTo " + List.of(annotation.notEqualTo())
							+ " and available " + annotation.available(),
					"Give a key together with at least one of equalTo, notEqualTo (one text each) and available.");
		}
		if (annotation.since() < -1) {
			throw new InvalidMethodException(
					"@OnStateChange of " + method + " has since: " + annotation.since() + " (expected: >= -1)",
					"Give a version, or leave it out to begin with the first worker.");
		}
	}

	private static void requireNamespace(BeanMethod method, String namespace) {
		if (!namespace.isEmpty() && namespace.charAt(0) == Protocol.RESERVED) {
			throw new InvalidMethodException(
					"@OnStateChange of " + method + " has namespace: '" + namespace
							+ "' (expected: a text that does not begin with '" + Protocol.RESERVED + "')",
					"Give it another name: ZProc keeps such namespaces for itself.");
		}
	}

	private static @Nullable Expression parse(BeanMethod method, String condition) {
		if (condition.isEmpty()) {
			return null;
		}
		try {
			return new SpelExpressionParser().parseExpression(condition);
		}
		catch (ParseException ex) {
			throw new InvalidMethodException(
					"The condition of @OnStateChange of " + method + " cannot be parsed: " + ex.getMessage(),
					"Correct the SpEL expression: " + condition);
		}
	}

	/**
	 * The watch that selects what the annotation wants of the state's own conditions.
	 */
	Watch watch(SharedState state) {
		Watch watch = state.watch(this.annotation.keys()).except(this.annotation.except());
		String key = this.annotation.key();
		for (String text : this.annotation.equalTo()) {
			watch = watch.when(hasText(key, text));
		}
		for (String text : this.annotation.notEqualTo()) {
			watch = watch.when(hasText(key, text).negate());
		}
		if (this.annotation.available()) {
			watch = watch.whenAvailable(key);
		}
		if (this.annotation.live()) {
			watch = watch.live();
		}
		if (this.annotation.includeUnchanged()) {
			watch = watch.includeUnchanged();
		}
		return watch;
	}

	private static Predicate<Map<String, @Nullable Object>> hasText(String key, String text) {
		return (state) -> state.containsKey(key) && String.valueOf(state.get(key)).equals(text);
	}

}
