package io.zproc.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.Watch;
import io.zproc.WatchCursor;

/**
 * What an actor of an example does.
 */
enum Role {

	/** Eats each cookie that another process bakes, until it has eaten five. */
	COOKIE_EATER {

		@Override
		void play(SharedState state, int actor, int all) {
			try (WatchCursor cursor = state.watch("cookies").open()) {
				state.put("ready", true);
				for (int eaten = 1; eaten <= 5; eaten++) {
					ActorMain.say("ate cookie " + cursor.next().after().get("cookies"));
					state.increment("eaten", 1);
				}
			}
		}

	},

	/** Replays all that was baked, whenever it comes, and adds what it has counted. */
	REPLAYING_EATER {

		@Override
		void play(SharedState state, int actor, int all) {
			long counted = state.watch("cookies").since(0).limit(all).stream().count();
			state.increment("eaten", counted);
		}

	},

	/** Counts by reading and writing, which only the turn makes safe. */
	ATOMIC_COUNTER {

		@Override
		void play(SharedState state, int actor, int all) {
			state.atomically((counter) -> {
				long number = counter.getOrDefault("count", 0L) instanceof Long count ? count + 1 : -1;
				// Whoever could come between would come now.
				LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(new Random(actor).nextInt(5_000)));
				counter.put("count", number);
				List<Object> order = new ArrayList<>();
				if (counter.get("order") instanceof List<?> before) {
					order.addAll(before);
				}
				order.add(number);
				counter.put("order", order);
				ActorMain.say("count " + number);
			});
		}

	},

	/** Waits for its own number, and sets off the next one. */
	LINK {

		@Override
		void play(SharedState state, int actor, int all) {
			state.watch().whenEqual("link", actor).await();
			ActorMain.say("link " + actor);
			state.put("link", actor + 1);
		}

	},

	/** Waits for one number among those that another process draws. */
	GAMBLER {

		@Override
		void play(SharedState state, int actor, int all) {
			try (WatchCursor cursor = state.watch("number").whenEqual("number", actor).since(0).open()) {
				ActorMain.say("number " + actor + " came at version " + cursor.next().version());
			}
		}

	},

	/** Says what one kind of watch sees of the changes that lead to the last one. */
	ONLOOKER {

		@Override
		void play(SharedState state, int actor, int all) {
			Watch watch = state.watch().since(0);
			Watch mine = switch (actor) {
				case 0 -> watch;
				case 1 -> state.watch("apples").since(0);
				case 2 -> watch.except("apples", "end");
				case 3 -> watch.whenEqual("apples", 5);
				case 4 -> watch.whenNotEqual("apples", 5);
				case 5 -> watch.whenNull("apples");
				case 6 -> watch.whenNotNull("apples");
				case 7 -> watch.whenAvailable("apples");
				case 8 -> watch.whenTruthy("apples");
				default -> watch.whenFalsy("apples");
			};
			List<Long> seen = new ArrayList<>();
			try (WatchCursor cursor = mine.open()) {
				long last = state.watch().whenAvailable("end").await().version();
				while (cursor.position() < last) {
					StateChange change = cursor.next(Duration.ofMillis(100));
					if (change != null) {
						seen.add(change.version());
					}
				}
			}
			ActorMain.say("onlooker " + actor + " saw " + seen);
		}

	},

	/**
	 * Takes every peanut (0), the newest ones (1), or every one and then the newest (2).
	 */
	PEANUT_PROCESSOR {

		@Override
		void play(SharedState state, int actor, int all) {
			Watch watch = state.watch("peanut").since(0);
			List<Object> taken = new ArrayList<>();
			try (WatchCursor cursor = ((actor == 1) ? watch.live() : watch).open()) {
				Object peanut;
				do {
					peanut = cursor.next().after().get("peanut");
					taken.add(peanut);
					state.put("taken-" + actor, peanut);
					if (actor == 2 && taken.size() == all / 4) {
						// The rest of them is there before it goes on with the newest.
						state.watch().whenEqual("peanut", all).await();
						cursor.goLive();
						peanut = state.get("peanut");
						taken.add(peanut);
					}
				}
				while (!Integer.valueOf(all).equals(peanut));
			}
			ActorMain.say("processor " + actor + " took " + taken);
		}

	};

	abstract void play(SharedState state, int actor, int all) throws Exception;

}
