package io.zproc.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.zproc.ZProcException;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.ValueCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EncodedSnapshotTests {

	private static final List<Object> VALUES = Arrays.asList("", "plain", "\u00e4", "say \"no\"", "7", 7, -7, 7L,
			1_234_567_890, 7.0, true, null, List.of("plain", 7), Map.of("a", 1), "x".repeat(2000));

	private final ValueCodec codec = new ValueCodec(List.of(), EncodedSnapshotTests.class.getClassLoader());

	private EncodedSnapshot snapshot() {
		List<KeyValue> entries = new ArrayList<>();
		for (int i = 0; i < VALUES.size(); i++) {
			entries.add(new KeyValue("key" + i, 1, encoded(VALUES.get(i))));
		}
		return new EncodedSnapshot(1, HashTrie.of(entries), this.codec);
	}

	private byte[] encoded(Object value) {
		return this.codec.encode("k", value);
	}

	@Test
	void valuesAreReadAsTheyWereWrittenHoweverTheyAreKept() {
		EncodedSnapshot snapshot = snapshot();
		for (int i = 0; i < VALUES.size(); i++) {
			assertThat(snapshot.get("key" + i)).isEqualTo(VALUES.get(i));
			assertThat(snapshot.containsKey("key" + i)).isTrue();
		}
		assertThat(snapshot.values()).containsExactlyInAnyOrderElementsOf(VALUES);
		assertThat(snapshot.get("another")).isNull();
	}

	@Test
	void plainValuesAreConvertedToTheTypeThatIsAskedFor() {
		EncodedSnapshot snapshot = snapshot();
		assertThat(snapshot.get("key5", Long.class)).isEqualTo(7L);
		assertThat(snapshot.get("key5", int.class)).isEqualTo(7);
		assertThat(snapshot.get("key1", String.class)).isEqualTo("plain");
		assertThat(snapshot.get("another", String.class)).isNull();
		assertThatExceptionOfType(ZProcException.class).isThrownBy(() -> snapshot.get("key1", Integer.class))
			.withMessageContaining("key1");
	}

	@Test
	void whatCannotBeChangedIsKeptReadyAndTheRestIsReadAnew() {
		EncodedSnapshot snapshot = snapshot();
		assertThat(snapshot.get("key1")).isSameAs(snapshot.get("key1"));
		assertThat(snapshot.get("key12")).isNotSameAs(snapshot.get("key12"));
	}

	@Test
	void keptFormsAreEqualWhereTheBytesAre() {
		for (Object one : VALUES) {
			for (Object other : VALUES) {
				Object[] kept = { EncodedSnapshot.kept(encoded(one)) };
				Object[] keptToo = { EncodedSnapshot.kept(encoded(other)) };
				assertThat(Arrays.deepEquals(kept, keptToo)).isEqualTo(Arrays.equals(encoded(one), encoded(other)));
			}
		}
	}

}
