package io.zproc.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The lines that a process has written so far. A daemon thread reads them, until all
 * processes that inherited the stream are gone.
 */
final class ProcessOutput {

	private final List<String> lines = new ArrayList<>();

	private final Thread reader;

	private boolean ended;

	ProcessOutput(InputStream stream, String threadName) {
		this.reader = new Thread(() -> read(stream), threadName);
		this.reader.setDaemon(true);
		this.reader.start();
	}

	private void read(InputStream stream) {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				add(line);
			}
		}
		catch (IOException ex) {
			// The JDK closes the stream of a process that it destroys.
		}
		finally {
			end();
		}
	}

	private synchronized void add(String line) {
		this.lines.add(line);
		notifyAll();
	}

	private synchronized void end() {
		this.ended = true;
		notifyAll();
	}

	synchronized List<String> lines() {
		return List.copyOf(this.lines);
	}

	/** The first line that matches; empty at the end of the output or of the time. */
	synchronized Optional<String> await(Predicate<String> wanted, Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		int next = 0;
		while (true) {
			for (; next < this.lines.size(); next++) {
				if (wanted.test(this.lines.get(next))) {
					return Optional.of(this.lines.get(next));
				}
			}
			long remainingMs = (deadline - System.nanoTime()) / 1_000_000;
			if (this.ended || remainingMs <= 0) {
				return Optional.empty();
			}
			wait(remainingMs);
		}
	}

	/** Waits for the last line. */
	void awaitEnd(Duration timeout) throws InterruptedException {
		this.reader.join(timeout.toMillis());
	}

}
