package io.zproc.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.zproc.Origin;
import io.zproc.StateChange;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a watch selects, and how it waits for them.
 *
 * @param namespace the namespace
 * @param keys the keys that are wanted, none for all
 * @param except the keys that are not wanted
 * @param conditions what must hold after the change
 * @param isLive whether only the newest is wanted
 * @param since the version after which to begin, -1 for now
 * @param timeout how long to wait for each change, {@code null} for ever
 * @param limit after how many changes to end
 * @param includesUnchanged whether writes that changed nothing are wanted
 * @param ignored whose changes are passed over, {@code null} for nobody's
 */
record WatchSelection(String namespace, Set<String> keys, Set<String> except,
		List<Predicate<Map<String, @Nullable Object>>> conditions, boolean isLive, long since,
		@Nullable Duration timeout, long limit, boolean includesUnchanged, @Nullable Predicate<Origin> ignored) {

	static WatchSelection of(String namespace, String... keys) {
		return new WatchSelection(namespace, setOf(keys), Set.of(), List.of(), false, -1, null, Long.MAX_VALUE, false,
				null);
	}

	static Set<String> setOf(String... keys) {
		Set<String> set = new LinkedHashSet<>();
		for (String key : keys) {
			set.add(Keys.check(key));
		}
		return set;
	}

	WatchSelection except(String... keys) {
		Set<String> all = new LinkedHashSet<>(this.except);
		all.addAll(setOf(keys));
		return new WatchSelection(this.namespace, this.keys, all, this.conditions, this.isLive, this.since,
				this.timeout, this.limit, this.includesUnchanged, this.ignored);
	}

	WatchSelection when(Predicate<Map<String, @Nullable Object>> condition) {
		List<Predicate<Map<String, @Nullable Object>>> all = new ArrayList<>(this.conditions);
		all.add(condition);
		return new WatchSelection(this.namespace, this.keys, this.except, List.copyOf(all), this.isLive, this.since,
				this.timeout, this.limit, this.includesUnchanged, this.ignored);
	}

	WatchSelection live() {
		return new WatchSelection(this.namespace, this.keys, this.except, this.conditions, true, this.since,
				this.timeout, this.limit, this.includesUnchanged, this.ignored);
	}

	WatchSelection since(long version) {
		if (version < 0) {
			throw new IllegalArgumentException("since: " + version + " (expected: >= 0)");
		}
		return new WatchSelection(this.namespace, this.keys, this.except, this.conditions, this.isLive, version,
				this.timeout, this.limit, this.includesUnchanged, this.ignored);
	}

	WatchSelection timeout(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("timeout: " + timeout + " (expected: >= 0)");
		}
		return new WatchSelection(this.namespace, this.keys, this.except, this.conditions, this.isLive, this.since,
				timeout, this.limit, this.includesUnchanged, this.ignored);
	}

	WatchSelection limit(long limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("limit: " + limit + " (expected: >= 1)");
		}
		return new WatchSelection(this.namespace, this.keys, this.except, this.conditions, this.isLive, this.since,
				this.timeout, limit, this.includesUnchanged, this.ignored);
	}

	WatchSelection includeUnchanged() {
		return new WatchSelection(this.namespace, this.keys, this.except, this.conditions, this.isLive, this.since,
				this.timeout, this.limit, true, this.ignored);
	}

	WatchSelection ignore(Predicate<Origin> ignored) {
		return new WatchSelection(this.namespace, this.keys, this.except, this.conditions, this.isLive, this.since,
				this.timeout, this.limit, this.includesUnchanged, ignored);
	}

	boolean selects(StateChange change) {
		if (change.isGap() && !this.isLive) {
			return true;
		}
		if (!change.isGap() && change.isUnchanged() && !this.includesUnchanged) {
			return false;
		}
		if (!change.isGap() && this.ignored != null && this.ignored.test(change.origin())) {
			return false;
		}
		return change.keys().stream().anyMatch(this::isWanted) && holds(change.after());
	}

	private boolean isWanted(String key) {
		return (this.keys.isEmpty() || this.keys.contains(key)) && !this.except.contains(key);
	}

	boolean holds(Map<String, @Nullable Object> state) {
		return this.conditions.stream().allMatch((condition) -> condition.test(state));
	}

}
