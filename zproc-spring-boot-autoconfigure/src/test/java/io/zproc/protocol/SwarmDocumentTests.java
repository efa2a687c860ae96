package io.zproc.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.zproc.protocol.SwarmMessage.Calls;
import io.zproc.protocol.SwarmMessage.Outcome;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The messages of a swarm are what {@code docs/swarm.md} says, and nothing else is read.
 */
@LeakChecked
@Timeout(90)
class SwarmDocumentTests {

	private static final Pattern NUMBERED = Pattern.compile("(?m)^\\| (\\d+) ([A-Z_]+) \\|");

	private static final Pattern EXAMPLE = Pattern.compile("```hex work\n(.*?)```", Pattern.DOTALL);

	private static final byte[] BYTES = { 1, 2, 3 };

	private static final List<SwarmMessage> MESSAGES = List.of(new SwarmMessage.Ready(3), new SwarmMessage.Attach(),
			new SwarmMessage.Welcome(1_024), new SwarmMessage.Work(5, "square", BYTES),
			new SwarmMessage.Finished(5, Outcome.FAILED, 2, BYTES), new SwarmMessage.Recall(true),
			new SwarmMessage.Returned(List.of(5L, 6L)), new SwarmMessage.Withdraw(5),
			new SwarmMessage.Submit("id", "square", true, false, List.of(new Calls(1, BYTES), new Calls(2, BYTES))),
			new SwarmMessage.Take("id"), new SwarmMessage.Cancel("id"), new SwarmMessage.Resize(2),
			new SwarmMessage.Ask(9), new SwarmMessage.Status(9, 2, 1, List.of(1L, 2L, 3L, 4L, 5L, 6L)),
			new SwarmMessage.Result("id", 1, 2, Outcome.OK, BYTES));

	private static String document() throws IOException {
		return Files.readString(Path.of("../docs/swarm.md"));
	}

	@Test
	void everyMessageAndOutcomeHasTheNumberThatIsDocumented() throws IOException {
		Map<String, Integer> documented = new LinkedHashMap<>();
		for (Matcher numbered = NUMBERED.matcher(document()); numbered.find();) {
			documented.put(numbered.group(2), Integer.valueOf(numbered.group(1)));
		}
		Map<String, Integer> written = new LinkedHashMap<>();
		for (SwarmMessage message : MESSAGES) {
			written.put(message.getClass().getSimpleName().toUpperCase(Locale.ROOT),
					(int) SwarmCodec.encode(message)[2]);
		}
		for (Outcome outcome : Outcome.values()) {
			byte[] frame = SwarmCodec.encode(new SwarmMessage.Finished(0, outcome, 0, BYTES));
			written.put(outcome.name(), (int) frame[11]);
		}
		assertThat(documented).isEqualTo(written);
		assertThat(MESSAGES).hasSameSizeAs(SwarmMessage.class.getPermittedSubclasses());
	}

	@Test
	void exampleIsWhatTheCodeWrites() throws IOException {
		byte[] arguments = new SwarmCalls(List.of("7".getBytes(StandardCharsets.UTF_8)), null).encode();
		byte[] calls = new SwarmCalls(List.of(arguments), null).encode();
		Matcher example = EXAMPLE.matcher(document());
		assertThat(example.find()).isTrue();
		assertThat(example.group(1).replaceAll("\\s", ""))
			.isEqualTo(HexFormat.of().formatHex(SwarmCodec.encode(new SwarmMessage.Work(5, "square", calls))));
	}

	@Test
	void readsWhatIsWrittenInOneFrame() {
		SwarmCodec.Frame frame = new SwarmCodec.Frame();
		MESSAGES.forEach(frame::add);
		assertThat(SwarmCodec.decode(frame.take())).usingRecursiveComparison().isEqualTo(MESSAGES);
		assertThat(frame.size()).isZero();
	}

	@Test
	void refusesWhatIsCut() {
		for (SwarmMessage message : MESSAGES) {
			byte[] frame = SwarmCodec.encode(message);
			for (int length = 3; length < frame.length; length++) {
				byte[] cut = Arrays.copyOf(frame, length);
				assertThatExceptionOfType(MalformedMessageException.class).as("%s, %d bytes", message, length)
					.isThrownBy(() -> SwarmCodec.decode(cut));
			}
		}
	}

	@Test
	void refusesOrReadsWhateverComes() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			byte[] frame = SwarmCodec.encode(MESSAGES.get(random.nextInt(MESSAGES.size())));
			for (int change = random.nextInt(4); change >= 0; change--) {
				frame[random.nextInt(frame.length)] = (byte) random.nextInt();
			}
			try {
				assertThat(SwarmCodec.decode(frame)).doesNotContainNull();
			}
			catch (MalformedMessageException ex) {
				assertThat(ex).as("seed %d", seed).hasMessageNotContaining("null");
			}
		}
	}

}
