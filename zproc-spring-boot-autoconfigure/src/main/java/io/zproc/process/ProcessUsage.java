package io.zproc.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a process of this machine takes of it.
 *
 * @param cpuTime how long it has used processors, {@code null} when that is not known
 * @param residentBytes how much memory it has resident, {@code null} when that is not
 * known: the kernel of Linux alone tells it
 * @since 0.1.0
 */
public record ProcessUsage(@Nullable Duration cpuTime, @Nullable Long residentBytes) {

	static final ProcessUsage UNKNOWN = new ProcessUsage(null, null);

	/**
	 * Looks at a process.
	 * @param pid its process id
	 * @return what it takes; nothing is known of one that is not there
	 */
	public static ProcessUsage of(long pid) {
		return ProcessHandle.of(pid)
			.filter(ProcessHandle::isAlive)
			.map((process) -> new ProcessUsage(process.info().totalCpuDuration().orElse(null), residentBytes(pid)))
			.orElse(UNKNOWN);
	}

	/**
	 * How much memory a process has resident.
	 * @param pid its process id
	 * @return the size in bytes, {@code null} when this is not Linux, or there is no such
	 * process
	 */
	public static @Nullable Long residentBytes(long pid) {
		try {
			for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
				if (line.startsWith("VmRSS:")) {
					return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
				}
			}
			return null;
		}
		catch (IOException | NumberFormatException ex) {
			// Not Linux, or it has just ended: its memory is not known.
			return null;
		}
	}

}
