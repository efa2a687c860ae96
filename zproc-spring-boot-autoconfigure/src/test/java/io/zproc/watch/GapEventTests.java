package io.zproc.watch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.StateGapEvent;
import io.zproc.ZProcEvent;
import io.zproc.client.StateFixture;
import io.zproc.server.ServerLimits;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A watcher method that has missed changes is an event.
 */
@LeakChecked
@Timeout(180)
class GapEventTests {

	@Test
	void tellsWhichChangesAWatcherHasMissed() {
		List<ZProcEvent> events = new CopyOnWriteArrayList<>();
		try (StateFixture fixture = new StateFixture(
				new ServerLimits(5, 16 << 20, 16 << 20, 32 << 20, 30_000, 5_000, 1_000));
				GenericApplicationContext context = new GenericApplicationContext()) {
			SharedState state = fixture.state();
			for (int i = 1; i <= 20; i++) {
				state.put("a", i);
			}
			context.registerBean("late", Late.class, Late::new);
			context.refresh();
			ApplicationWatchers watchers = new ApplicationWatchers(
					() -> WatcherDefinition.find(context.getBeanFactory()), context::getBean, false, events::add);
			watchers.start(fixture.client(), "default", "run");
			await().until(() -> !events.isEmpty());
			state.put("a", 21);
			await().until(watchers::areUpToDate);
			watchers.stop();
		}
		assertThat(events).singleElement().isInstanceOfSatisfying(StateGapEvent.class, (gap) -> {
			assertThat(gap.watcher()).isEqualTo("late.read");
			assertThat(gap.namespace()).isEqualTo("default");
			assertThat(gap.firstMissing()).isEqualTo(4);
			assertThat(gap.lastMissing()).isEqualTo(20);
			assertThat(gap.time()).isNotNull();
		});
	}

	static class Late {

		@OnStateChange(keys = "a", since = 3)
		void read() {
			// That it has missed something is what counts.
		}

	}

}
