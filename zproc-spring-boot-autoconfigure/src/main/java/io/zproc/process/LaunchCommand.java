package io.zproc.process;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a process is started.
 *
 * @param line the command and its arguments
 * @param argumentFile the file with more of them, deleted when the process is dead
 */
record LaunchCommand(List<String> line, @Nullable Path argumentFile) {

	static LaunchCommand of(List<String> line) {
		return new LaunchCommand(List.copyOf(line), null);
	}

	void deleteArgumentFile() {
		if (this.argumentFile != null) {
			ArgumentFile.delete(this.argumentFile);
		}
	}

}
