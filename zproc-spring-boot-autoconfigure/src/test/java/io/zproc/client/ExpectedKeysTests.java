package io.zproc.client;

import java.util.List;
import java.util.stream.IntStream;

import io.zproc.protocol.Protocol;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an atomic function will probably touch is learned from its last two runs.
 */
class ExpectedKeysTests {

	private final ExpectedKeys keys = new ExpectedKeys();

	@Test
	void whatTwoRunsHaveTouchedIsExpected() {
		assertThat(this.keys.of("site")).isEmpty();
		this.keys.touched("site", List.of("a", "b"));
		assertThat(this.keys.of("site")).isEmpty();
		this.keys.touched("site", List.of("b", "c", "a"));
		assertThat(this.keys.of("site")).containsExactly("b", "a");
		assertThat(this.keys.of("other site")).isEmpty();
	}

	@Test
	void whatARunDoesNotTouchIsNotExpectedAnyMore() {
		this.keys.touched("site", List.of("a", "b"));
		this.keys.touched("site", List.of("a", "b"));
		this.keys.touched("site", List.of("b"));
		assertThat(this.keys.of("site")).containsExactly("b");
		this.keys.touched("site", List.of("a"));
		assertThat(this.keys.of("site")).isEmpty();
	}

	@Test
	void keysThatAreOthersEachTimeAreNeverExpected() {
		for (int i = 0; i < 10; i++) {
			this.keys.touched("site", List.of("account-" + i, "account-" + (i + 10)));
			assertThat(this.keys.of("site")).isEmpty();
		}
	}

	@Test
	void noMoreKeysThanTheProtocolAllowsAndNoLongOnes() {
		List<String> many = IntStream.range(0, 100).mapToObj((i) -> "key-" + i).toList();
		for (int i = 0; i < 2; i++) {
			this.keys.touched("many", many);
			this.keys.touched("long", List.of("k".repeat(257), "k".repeat(256)));
		}
		assertThat(this.keys.of("many")).isEqualTo(many.subList(0, Protocol.MAX_EXPECTED_KEYS));
		assertThat(this.keys.of("long")).containsExactly("k".repeat(256));
	}

	@Test
	void placesInTheCodeAreBounded() {
		for (int i = 0; i < 10_000; i++) {
			this.keys.touched(i, List.of("a"));
			this.keys.touched(i, List.of("a"));
		}
		assertThat(this.keys.of(9_999)).containsExactly("a");
		assertThat(IntStream.range(0, 10_000).filter((site) -> !this.keys.of(site).isEmpty()).count())
			.isLessThanOrEqualTo(1_000);
	}

}
