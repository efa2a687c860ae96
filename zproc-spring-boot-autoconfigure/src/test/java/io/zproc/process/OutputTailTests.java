package io.zproc.process;

import java.util.ArrayList;
import java.util.List;

import io.zproc.process.OutputTail.Limits;
import io.zproc.process.OutputTail.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link OutputTail}.
 */
@Timeout(180)
class OutputTailTests {

	@Test
	void keepsTheLastLines() {
		OutputTail tail = new OutputTail(new Limits(3, 1_000));
		for (int i = 1; i <= 5; i++) {
			tail.add(1, "line " + i);
		}
		assertThat(tail.texts()).containsExactly("line 3", "line 4", "line 5");
		assertThat(tail.after(0)).extracting(Line::number).containsExactly(3L, 4L, 5L);
		assertThat(tail.after(4)).containsExactly(new Line(5, 1, "line 5"));
		assertThat(tail.after(5)).isEmpty();
		assertThat(tail.after(99)).isEmpty();
	}

	@Test
	void keepsNoMoreBytesThanItMay() {
		OutputTail tail = new OutputTail(new Limits(100, 24));
		tail.add(1, "12345");
		tail.add(1, "67890");
		assertThat(tail.texts()).containsExactly("12345", "67890");
		tail.add(1, "a");
		assertThat(tail.texts()).containsExactly("67890", "a");
		tail.add(1, "12345678901234567890");
		assertThat(tail.texts()).containsExactly("12345678901");
		tail.add(1, "");
		assertThat(tail.texts()).containsExactly("");
	}

	@Test
	void emptyLinesTakeRoomToo() {
		OutputTail tail = new OutputTail(new Limits(Integer.MAX_VALUE, 1_000));
		for (int i = 1; i <= 10_000; i++) {
			tail.add(1, "");
		}
		assertThat(tail.after(0)).hasSize(500).startsWith(new Line(9_501, 1, "")).endsWith(new Line(10_000, 1, ""));
		tail.add(1, "last");
		assertThat(tail.after(0)).hasSize(496).endsWith(new Line(10_001, 1, "last"));
	}

	@Test
	void cutsALongLine() {
		OutputTail tail = new OutputTail(Limits.DEFAULT);
		tail.add(1, "x".repeat(100_000));
		assertThat(tail.texts()).containsExactly("x".repeat(OutputTail.MAX_LINE));
		tail.add(1, "x" + "\uD83C\uDF6A".repeat(OutputTail.MAX_LINE));
		assertThat(tail.texts()).last().isEqualTo("x" + "\uD83C\uDF6A".repeat(OutputTail.MAX_LINE / 2 - 1));
	}

	@Test
	void keepsNothingWhenItMayNot() {
		for (Limits limits : List.of(Limits.NOTHING, new Limits(0, 1_000), new Limits(10, 0), new Limits(10, 3))) {
			OutputTail tail = new OutputTail(limits);
			tail.add(1, "line");
			tail.add(1, "");
			assertThat(tail.after(0)).isEmpty();
		}
		assertThatIllegalArgumentException().isThrownBy(() -> new Limits(-1, 0)).withMessageContaining("-1 lines");
	}

	@Test
	void whoFollowsWhileLinesAreWrittenMissesNoneThatIsKept() throws InterruptedException {
		OutputTail tail = new OutputTail(new Limits(100_000, 100 << 20));
		Thread writer = new Thread(() -> {
			for (int i = 1; i <= 50_000; i++) {
				tail.add(1, String.valueOf(i));
			}
		}, "writer");
		writer.start();
		List<Line> seen = new ArrayList<>();
		while (seen.size() < 50_000) {
			seen.addAll(tail.after(seen.size()));
		}
		writer.join();
		for (int i = 0; i < seen.size(); i++) {
			assertThat(seen.get(i)).isEqualTo(new Line(i + 1, 1, String.valueOf(i + 1)));
		}
	}

}
