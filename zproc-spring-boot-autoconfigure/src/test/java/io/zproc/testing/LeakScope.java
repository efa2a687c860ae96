package io.zproc.testing;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The time of one test or one test class: what there is at its end, but was not at its
 * beginning, is a leak.
 */
final class LeakScope implements AutoCloseable {

	private final String name;

	private final ProcessSightings sightings;

	private final @Nullable LeakScope enclosing;

	private final Duration patience;

	private final Set<Object> known;

	LeakScope(String name, ProcessSightings sightings, @Nullable LeakScope enclosing, Duration patience) {
		this.name = name;
		this.sightings = sightings;
		this.enclosing = enclosing;
		this.patience = patience;
		this.known = new HashSet<>(Inventory.take(sightings));
	}

	@Override
	public void close() {
		// A test that timed out may leave its interrupt to this thread.
		boolean interrupted = Thread.interrupted();
		try {
			Set<Object> leaks = awaitNone();
			if (!leaks.isEmpty()) {
				String report = leaks.stream().map(Inventory::describe).collect(Collectors.joining("\n"));
				kill(leaks);
				reportedOnce(leaks);
				throw new AssertionError("'%s' left behind %d (expected: nothing):%n%s".formatted(this.name,
						leaks.size(), report.indent(2)));
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private Set<Object> awaitNone() {
		AtomicReference<Set<Object>> leaks = new AtomicReference<>(Set.of());
		try {
			Awaitility.await()
				.pollInSameThread()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(50))
				.atMost(this.patience)
				.until(() -> {
					Set<Object> found = Inventory.take(this.sightings);
					found.removeAll(this.known);
					leaks.set(found);
					return found.isEmpty();
				});
			return Set.of();
		}
		catch (ConditionTimeoutException ex) {
			return leaks.get();
		}
	}

	private static void kill(Set<Object> leaks) {
		List<ProcessHandle> processes = leaks.stream()
			.filter(ProcessHandle.class::isInstance)
			.map(ProcessHandle.class::cast)
			.toList();
		Processes.killAll(() -> processes);
	}

	/** A thread or a port lives on: the class must not fail for it a second time. */
	private void reportedOnce(Set<Object> leaks) {
		for (LeakScope scope = this; scope != null; scope = scope.enclosing) {
			scope.known.addAll(leaks);
		}
	}

}
