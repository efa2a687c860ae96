package io.zproc.client.jeromq;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether the server's process lives. While it does, its ports are its own; so a lost
 * connection is made again only after this was confirmed, and our password is not shown
 * to a stranger on the same port. A process id that was given to another process is told
 * apart by the time of its start. Of a server whose address was given by the user nothing
 * is known; whoever gave it has decided that it may be connected to at any time.
 */
final class ServerLiveness {

	private final long pid;

	private final Optional<Instant> startedAt;

	ServerLiveness(long pid) {
		this.pid = pid;
		this.startedAt = startOf(pid);
	}

	boolean isConfirmed() {
		if (this.pid == 0) {
			return true;
		}
		return ProcessHandle.of(this.pid).filter(ProcessHandle::isAlive).isPresent()
				&& startOf(this.pid).equals(this.startedAt);
	}

	private static Optional<Instant> startOf(long pid) {
		return ProcessHandle.of(pid).flatMap((process) -> process.info().startInstant());
	}

}
