package io.zproc.protocol;

import java.util.List;

/**
 * What the processes of a swarm, its owner and its callers say to each other. A chunk is
 * what one process gets at once: some calls of the same method. Arguments and results are
 * opaque here: {@link SwarmCalls} has their form.
 *
 * @since 0.1.0
 */
public sealed interface SwarmMessage {

	/**
	 * A process of the swarm is there, and wants work.
	 *
	 * @param worker the number that its owner has given it
	 */
	record Ready(int worker) implements SwarmMessage {

	}

	/**
	 * A caller is there.
	 */
	record Attach() implements SwarmMessage {

	}

	/**
	 * The answer to {@link Ready} and {@link Attach}: this connection works.
	 *
	 * @param maxMessageBytes the largest message that the owner takes
	 */
	record Welcome(int maxMessageBytes) implements SwarmMessage {

	}

	/**
	 * Work for a process.
	 *
	 * @param chunk the number of the chunk
	 * @param method the name of the method
	 * @param calls the arguments
	 */
	record Work(long chunk, String method, byte[] calls) implements SwarmMessage {

	}

	/**
	 * A process has ended a chunk.
	 *
	 * @param chunk its number
	 * @param outcome how it ended: OK, or FAILED, and then with the call that threw
	 * @param done how many of its calls have returned
	 * @param results the results
	 */
	record Finished(long chunk, Outcome outcome, int done, byte[] results) implements SwarmMessage {

	}

	/**
	 * A process shall give back what it has not begun.
	 *
	 * @param isLast whether it shall leave after what it has begun
	 */
	record Recall(boolean isLast) implements SwarmMessage {

	}

	/**
	 * What a process has not begun, and will not.
	 *
	 * @param chunks the numbers of the chunks
	 */
	record Returned(List<Long> chunks) implements SwarmMessage {

		/**
		 * Copies the list.
		 */
		public Returned {
			chunks = List.copyOf(chunks);
		}

	}

	/**
	 * Nobody wants the result of a chunk any more: drop it, or interrupt it.
	 *
	 * @param chunk its number
	 */
	record Withdraw(long chunk) implements SwarmMessage {

	}

	/**
	 * A new task.
	 *
	 * @param task its id, made by the caller
	 * @param method the name of the method
	 * @param isWanted whether the result goes to the caller; otherwise it is kept until
	 * it is taken
	 * @param isEarly whether a chunk counts as done when it is given to a process, and so
	 * is never run twice
	 * @param chunks the chunks, at least one
	 */
	record Submit(String task, String method, boolean isWanted, boolean isEarly,
			List<Calls> chunks) implements SwarmMessage {

		/**
		 * Copies the list.
		 */
		public Submit {
			chunks = List.copyOf(chunks);
			if (chunks.isEmpty()) {
				throw new MalformedMessageException("A task without chunks (expected: at least one)");
			}
		}

	}

	/**
	 * The calls of a chunk.
	 *
	 * @param count how many they are
	 * @param arguments their arguments
	 */
	record Calls(int count, byte[] arguments) {

	}

	/**
	 * The caller wants the result of a task, now or when it is there.
	 *
	 * @param task the id of the task
	 */
	record Take(String task) implements SwarmMessage {

	}

	/**
	 * Nobody wants a task any more.
	 *
	 * @param task the id of the task
	 */
	record Cancel(String task) implements SwarmMessage {

	}

	/**
	 * The swarm shall have another number of processes.
	 *
	 * @param size the number
	 */
	record Resize(int size) implements SwarmMessage {

	}

	/**
	 * The caller wants to know how far the swarm is.
	 *
	 * @param id a number that the answer carries
	 */
	record Ask(long id) implements SwarmMessage {

	}

	/**
	 * How far the swarm is, in calls.
	 *
	 * @param id the number of the question
	 * @param size how many processes it shall have
	 * @param processes how many processes are ready
	 * @param counts waiting, running, done, failed, set aside, cancelled
	 */
	record Status(long id, int size, int processes, List<Long> counts) implements SwarmMessage {

		/**
		 * Copies the list.
		 */
		public Status {
			counts = List.copyOf(counts);
		}

	}

	/**
	 * The result of a chunk of a task, or what the whole task came to.
	 *
	 * @param task the id of the task
	 * @param chunk which of its chunks
	 * @param of how many results there will be
	 * @param outcome how it ended; all but OK end the task
	 * @param results the results; a text in UTF-8 when the outcome is neither OK nor
	 * FAILED
	 */
	record Result(String task, int chunk, int of, Outcome outcome, byte[] results) implements SwarmMessage {

	}

	/**
	 * How a chunk or a task ended. The order is part of the protocol.
	 */
	enum Outcome {

		/** It returned. */
		OK,

		/** A call threw an exception. */
		FAILED,

		/** It was cancelled. */
		CANCELLED,

		/** It has killed too many processes. */
		SET_ASIDE,

		/** Its process died, and it must not be run twice. */
		LOST,

		/** No such task is known. */
		UNKNOWN,

		/** The swarm is closed or has failed. */
		CLOSED

	}

}
