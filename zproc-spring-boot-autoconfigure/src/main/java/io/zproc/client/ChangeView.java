package io.zproc.client;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

import io.zproc.StateChange;
import io.zproc.client.Replica.Cut;
import io.zproc.protocol.Change;

/**
 * Shows steps from one state to the next as changes with snapshots.
 */
final class ChangeView {

	private final StateClient client;

	private final String namespace;

	ChangeView(StateClient client, String namespace) {
		this.client = client;
		this.namespace = namespace;
	}

	EncodedSnapshot snapshot(Cut cut) {
		return new EncodedSnapshot(cut.version(), cut.values(), this.client.codec());
	}

	/**
	 * The present state, for who asked for a state and not for a change.
	 */
	StateChange present(Cut cut) {
		EncodedSnapshot present = snapshot(cut);
		return new StateChange(this.namespace, cut.version(), Instant.now(), Set.of(), present, present,
				this.client.engine().origin(), true, false, 0, 0);
	}

	StateChange change(Change change, Cut before, Cut after) {
		Set<String> keys = new LinkedHashSet<>();
		change.keys().forEach((key) -> keys.add(key.key()));
		Instant timestamp = Instant.ofEpochSecond(change.timestampMicros() / 1_000_000,
				change.timestampMicros() % 1_000_000 * 1_000);
		return new StateChange(this.namespace, change.version(), timestamp, Set.copyOf(keys), snapshot(before),
				snapshot(after), change.origin(), change.isUnchanged(), false, 0, 0);
	}

	private boolean isContinued(Cut before, Cut after) {
		return before.era() == after.era()
				|| (this.client.engine().continuesVersions() && before.version() < after.version());
	}

	StateChange gap(Cut before, Cut after) {
		Set<String> keys = new LinkedHashSet<>();
		before.values().forEach((key, value) -> {
			if (!Objects.deepEquals(value, after.values().get(key))) {
				keys.add(key);
			}
		});
		after.values().keySet().stream().filter((key) -> !before.values().containsKey(key)).forEach(keys::add);
		return new StateChange(this.namespace, after.version(), Instant.now(), Set.copyOf(keys), snapshot(before),
				snapshot(after), this.client.engine().origin(), false, true,
				isContinued(before, after) ? before.version() + 1 : 1, after.version());
	}

}
