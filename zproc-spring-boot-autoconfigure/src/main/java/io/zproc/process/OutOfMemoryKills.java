package io.zproc.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How often the kernel has killed a process of this control group because its memory was
 * used up. Source: {@code memory.events} of Linux's cgroup v2.
 */
final class OutOfMemoryKills {

	private OutOfMemoryKills() {
	}

	/**
	 * The number so far, 0 where the system does not tell.
	 */
	static long count() {
		return count(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
	}

	static long count(Path membership, Path root) {
		try {
			for (String line : Files.readAllLines(membership)) {
				Path group = root.resolve(line.replaceFirst("^0::/?", "")).normalize();
				if (line.startsWith("0::") && Files.isReadable(group.resolve("memory.events"))) {
					return read(group.resolve("memory.events"));
				}
			}
		}
		catch (IOException | NumberFormatException ex) {
			// Not Linux, or an older one: then nothing is known.
			return 0;
		}
		return 0;
	}

	private static long read(Path events) throws IOException {
		for (String line : Files.readAllLines(events)) {
			if (line.startsWith("oom_kill ")) {
				return Long.parseLong(line.substring("oom_kill ".length()).strip());
			}
		}
		return 0;
	}

}
