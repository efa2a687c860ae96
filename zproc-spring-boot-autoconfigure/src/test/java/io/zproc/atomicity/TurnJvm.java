package io.zproc.atomicity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.zproc.loads.BareClient;
import io.zproc.protocol.ServerAddress;
import io.zproc.testing.ForkedJvm;

/**
 * A process of {@link TurnMain}.
 */
final class TurnJvm implements AutoCloseable {

	final ForkedJvm jvm;

	TurnJvm(ServerAddress address) {
		this.jvm = BareClient.jvm(TurnMain.class, address);
	}

	UUID session() {
		return UUID.fromString(this.jvm.awaitLine("session ", BareClient.BOUND).split(" ", 3)[1]);
	}

	TurnJvm say(String command) {
		try {
			this.jvm.stdin().write((command + "\n").getBytes(StandardCharsets.UTF_8));
			this.jvm.stdin().flush();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Lets it take a free turn. */
	TurnJvm take(String namespace) {
		say("take " + namespace);
		awaitTurn(namespace);
		return this;
	}

	/** When it got the turn, by its {@link System#nanoTime()}, which is also ours. */
	long awaitTurn(String namespace) {
		String line = this.jvm.awaitLine("has " + namespace + " at ", BareClient.BOUND);
		return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
	}

	String awaitLine(String part) {
		return this.jvm.awaitLine(part, BareClient.BOUND);
	}

	@Override
	public void close() {
		this.jvm.close();
	}

}
