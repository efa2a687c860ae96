package io.zproc.examples;

import java.util.ArrayList;
import java.util.List;

import io.zproc.loads.BareClient;

/**
 * A process of some actors. Each actor has a client, a session and a thread of its own:
 * to the server and to the others it is a process. One JVM may hold several, because a
 * hundred JVMs take two processors a minute to start.
 */
final class ActorMain {

	private ActorMain() {
	}

	/**
	 * Runs the actors, and ends when all have ended.
	 * @param args the server's address, the role, the number of the first actor, how many
	 * there are, and the number of actors in all
	 * @throws InterruptedException never: nobody interrupts the main thread
	 */
	public static void main(String[] args) throws InterruptedException {
		Role role = Role.valueOf(args[BareClient.ADDRESS_ARGUMENTS]);
		int first = Integer.parseInt(args[BareClient.ADDRESS_ARGUMENTS + 1]);
		int count = Integer.parseInt(args[BareClient.ADDRESS_ARGUMENTS + 2]);
		int all = Integer.parseInt(args[BareClient.ADDRESS_ARGUMENTS + 3]);
		List<Thread> threads = new ArrayList<>();
		for (int actor = first; actor < first + count; actor++) {
			int number = actor;
			threads.add(new Thread(() -> act(args, role, number, all), role + "-" + actor));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		say("done");
	}

	private static void act(String[] args, Role role, int actor, int all) {
		try (BareClient client = BareClient.of(args, role.name(), actor)) {
			role.play(client.state(), actor, all);
		}
		catch (Exception | Error ex) {
			say(role + "-" + actor + " failed: " + ex);
			throw new IllegalStateException(ex);
		}
	}

	static void say(String line) {
		System.out.println(line);
	}

}
