package io.zproc.actuate;

import java.util.List;

import io.zproc.actuate.LogDescriptor.LogLine;
import io.zproc.process.OutputTail;
import io.zproc.process.OutputTail.Line;
import org.jspecify.annotations.Nullable;

/**
 * Tells somebody who looks on what a process writes. It has a position and nothing else:
 * who asks seldom misses what is not kept any more, and is told how much. Used by one
 * thread at a time.
 *
 * @since 0.1.0
 */
public final class LogFollower {

	private final ProcessLog log;

	private final String process;

	private final boolean isShown;

	private @Nullable OutputTail tail;

	private long known;

	private boolean hasBegun;

	LogFollower(ProcessLog log, String process, boolean isShown) {
		this.log = log;
		this.process = process;
		this.isShown = isShown;
	}

	/**
	 * What is new in the output of a process.
	 *
	 * @param process the process
	 * @param anew whether what was told before is to be forgotten
	 * @param missed how many lines before these are not kept any more
	 * @param lines the lines
	 * @param note why there is nothing to tell, {@code null} when there could be
	 */
	public record LogNews(String process, boolean anew, long missed, List<LogLine> lines, @Nullable String note) {

	}

	/**
	 * What is new since the last call.
	 * @return what is new, {@code null} when nothing is
	 */
	public @Nullable LogNews news() {
		OutputTail now = this.log.tail(this.process);
		boolean isAnew = !this.hasBegun || now != this.tail;
		this.hasBegun = true;
		if (isAnew) {
			this.tail = now;
			this.known = 0;
		}
		if (!this.isShown) {
			return isAnew ? note("The output is hidden (management.endpoint.zproc.show-values)") : null;
		}
		if (now == null) {
			return isAnew ? note(this.log.whyNone(this.process)) : null;
		}
		List<Line> lines = now.after(this.known);
		if (lines.isEmpty()) {
			return isAnew ? new LogNews(this.process, true, 0, List.of(), null) : null;
		}
		long missed = lines.get(0).number() - this.known - 1;
		this.known = lines.get(lines.size() - 1).number();
		return new LogNews(this.process, isAnew, missed, this.log.show(this.process, lines, true), null);
	}

	private LogNews note(@Nullable String note) {
		return new LogNews(this.process, true, 0, List.of(), (note != null) ? note : "There is no such process");
	}

}
