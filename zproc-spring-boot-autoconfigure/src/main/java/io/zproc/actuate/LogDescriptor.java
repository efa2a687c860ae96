package io.zproc.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What a process has written last.
 *
 * @param process the name of its worker, a dash, and the number of its instance;
 * {@code server} for the state server
 * @param lines the lines that are kept, in their order
 * @param note why there are none, {@code null} when there could be
 * @since 0.1.0
 */
public record LogDescriptor(String process, List<LogLine> lines,
		@Nullable String note) implements OperationResponseBody {

	/**
	 * A line of output.
	 *
	 * @param number its number, 1 for the first one
	 * @param attempt which start of the process has written it, 1 for the first one
	 * @param text its text, cut when it is long
	 */
	public record LogLine(long number, int attempt, String text) {

	}

}
