package io.zproc.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process does, as the kernel of Linux tells it.
 */
enum KernelState {

	/** It can run, or waits for something that may come. */
	RUNNING,

	/** A signal or a debugger has stopped it. */
	STOPPED,

	/** It waits for a device, such as a disk or the server of a file system. */
	WAITING_FOR_DEVICE,

	/** This is not Linux, or there is no such process. */
	UNKNOWN;

	static KernelState of(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
			// The second field is the name, in parentheses, and may contain anything.
			int nameEnd = stat.lastIndexOf(')');
			return switch ((nameEnd < 0) ? '?' : stat.charAt(nameEnd + 2)) {
				case 'R', 'S' -> RUNNING;
				case 'T', 't' -> STOPPED;
				case 'D' -> WAITING_FOR_DEVICE;
				default -> UNKNOWN;
			};
		}
		catch (IOException ex) {
			// Not Linux, or it has just ended.
			return UNKNOWN;
		}
	}

	/**
	 * What this says to a person, as the end of a sentence; may be empty.
	 */
	String note(long pid) {
		return switch (this) {
			case STOPPED -> "; its process is stopped, and kill -CONT " + pid + " lets it go on";
			case WAITING_FOR_DEVICE -> "; its process waits for a device, such as a disk or a network file system";
			case RUNNING, UNKNOWN -> "";
		};
	}

}
