package io.zproc.linearizability;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a process writes down of its calls. Each line is one unbuffered write to a file,
 * so that it outlives a {@code kill -9} of the process: a call is written down before it
 * is made, and its end after it. The times of an ended call are taken immediately around
 * it; {@link System#nanoTime()} is CLOCK_MONOTONIC on Linux, which all processes share.
 */
final class OperationLog implements AutoCloseable {

	private final OutputStream file;

	OperationLog(Path file) throws IOException {
		this.file = new FileOutputStream(file.toFile(), true);
	}

	void call(Recorded call) {
		write(call.line());
	}

	void end(Recorded end) {
		write(end.line());
	}

	private synchronized void write(String line) {
		try {
			this.file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
