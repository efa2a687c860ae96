package io.zproc.client;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.zproc.Origin;
import io.zproc.StateChange;
import io.zproc.StateTimeoutException;
import io.zproc.Watch;
import io.zproc.WatchCursor;
import io.zproc.Watcher;
import org.jspecify.annotations.Nullable;

/**
 * A watch of the shared state.
 */
final class StateWatch implements Watch {

	private final StateClient client;

	private final WatchSelection selection;

	StateWatch(StateClient client, WatchSelection selection) {
		this.client = client;
		this.selection = selection;
	}

	private StateWatch with(WatchSelection selection) {
		return new StateWatch(this.client, selection);
	}

	@Override
	public Watch except(String... keys) {
		return with(this.selection.except(keys));
	}

	@Override
	public Watch when(Predicate<Map<String, @Nullable Object>> test) {
		return with(this.selection.when(test));
	}

	@Override
	public Watch whenEqual(String key, @Nullable Object value) {
		return when((state) -> state.containsKey(key) && Objects.deepEquals(state.get(key), value));
	}

	@Override
	public Watch whenNotEqual(String key, @Nullable Object value) {
		return when((state) -> !state.containsKey(key) || !Objects.deepEquals(state.get(key), value));
	}

	@Override
	public Watch whenNull(String key) {
		return when((state) -> state.get(key) == null);
	}

	@Override
	public Watch whenNotNull(String key) {
		return when((state) -> state.get(key) != null);
	}

	@Override
	public Watch whenAvailable(String key) {
		return when((state) -> state.containsKey(key));
	}

	@Override
	public Watch whenTruthy(String key) {
		return when((state) -> Truth.of(state.get(key)));
	}

	@Override
	public Watch whenFalsy(String key) {
		return when((state) -> !Truth.of(state.get(key)));
	}

	@Override
	public Watch live() {
		return with(this.selection.live());
	}

	@Override
	public Watch since(long version) {
		return with(this.selection.since(version));
	}

	@Override
	public Watch timeout(Duration timeout) {
		return with(this.selection.timeout(timeout));
	}

	@Override
	public Watch limit(long limit) {
		return with(this.selection.limit(limit));
	}

	@Override
	public Watch includeUnchanged() {
		return with(this.selection.includeUnchanged());
	}

	@Override
	public Watch ignoreOwn() {
		Origin own = this.client.engine().origin();
		return with(this.selection.ignore((origin) -> origin.withInvocation("").equals(own)));
	}

	@Override
	public StateChange await() {
		try (ChangeCursor cursor = new ChangeCursor(this.client, this.selection)) {
			if (!this.selection.conditions().isEmpty() && this.selection.since() < 0) {
				StateChange present = cursor.presentIfSelected();
				if (present != null) {
					return present;
				}
			}
			if (!cursor.hasNext()) {
				throw new StateTimeoutException("No change of " + this + " came within " + this.selection.timeout());
			}
			return cursor.next();
		}
	}

	@Override
	public WatchCursor open() {
		return new ChangeCursor(this.client, this.selection);
	}

	@Override
	public Stream<StateChange> stream() {
		ChangeCursor cursor = new ChangeCursor(this.client, this.selection);
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(cursor, Spliterator.ORDERED | Spliterator.NONNULL), false)
			.onClose(cursor::close);
	}

	@Override
	public Watcher forEach(Consumer<StateChange> consumer) {
		return WatchThread.start("zproc-watch-" + this.selection.namespace(),
				new ChangeCursor(this.client, this.selection), (change, trace) -> this.client.tracing()
					.receive(Tracing.Step.CHANGE, "", this.selection.namespace(), trace, () -> {
						consumer.accept(change);
						return null;
					}));
	}

	WatchThread start(Predicate<Origin> ignored, String threadName, BiConsumer<StateChange, String> consumer) {
		return WatchThread.start(threadName, new ChangeCursor(this.client, this.selection.ignore(ignored)), consumer);
	}

	@Override
	public Flow.Publisher<StateChange> publisher() {
		return (subscriber) -> ChangeSubscription.start(Objects.requireNonNull(subscriber, "subscriber"),
				() -> new ChangeCursor(this.client, this.selection));
	}

	@Override
	public String toString() {
		return "namespace '" + this.selection.namespace() + "'"
				+ (this.selection.keys().isEmpty() ? "" : " " + this.selection.keys());
	}

}
