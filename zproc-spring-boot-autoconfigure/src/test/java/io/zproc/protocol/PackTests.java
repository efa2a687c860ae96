package io.zproc.protocol;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Pack}.
 */
class PackTests {

	private static final byte[] ONE = { 'Z', 1 };

	private static final byte[] TWO = { 'Z', 2, 3 };

	@Test
	void messagesComeOutInTheirOrder() {
		byte[] pack = Pack.of(List.of(ONE, TWO, ONE));
		assertThat(Pack.isPack(pack)).isTrue();
		assertThat(Pack.split(pack)).containsExactly(ONE, TWO, ONE);
	}

	@Test
	void oneMessageIsNoPack() {
		assertThat(Pack.of(List.of(TWO))).isSameAs(TWO);
		assertThat(Pack.isPack(TWO)).isFalse();
		assertThat(Pack.split(TWO)).containsExactly(TWO);
		assertThat(Pack.split(new byte[0])).hasSize(1);
	}

	@Test
	void refusesLengthsThatLie() {
		for (int last = 0; last < 256; last++) {
			byte[] pack = { 'P', 1, 0, 0, 0, (byte) last, 'Z' };
			if (last != 1) {
				assertMalformed(pack);
			}
		}
		assertMalformed(new byte[] { 'P', 1, -1, -1, -1, -1 });
		assertMalformed(new byte[] { 'P', 1, 127, -1, -1, -1, 'Z' });
		assertMalformed(new byte[] { 'P', 1, 0, 0 });
		assertMalformed(new byte[] { 'P' });
		assertMalformed(new byte[] { 'P', 2 });
	}

	@Test
	void refusesPacksInPacksAndTooManyMessages() {
		assertMalformed(Pack.of(List.of(ONE, Pack.of(List.of(ONE, TWO)))));
		assertThat(Pack.split(Pack.of(Collections.nCopies(Pack.MAX_MESSAGES, ONE)))).hasSize(Pack.MAX_MESSAGES);
		assertMalformed(Pack.of(Collections.nCopies(Pack.MAX_MESSAGES + 1, ONE)));
	}

	private static void assertMalformed(byte[] pack) {
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> Pack.split(pack));
	}

}
