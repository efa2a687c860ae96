package io.zproc.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.zproc.Origin;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/protocol.md} says is what the code does.
 */
@LeakChecked
@Timeout(90)
class ProtocolDocumentTests {

	private static final Path DOCUMENT = Path.of("../docs/protocol.md");

	private static final Pattern EXAMPLE = Pattern.compile("```hex (\\w+)\n(.*?)```", Pattern.DOTALL);

	private static final Pattern NUMBERED = Pattern.compile("(?m)^\\| (\\d+) ([A-Z_]+) \\|");

	private static final UUID SESSION = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

	private static final byte[] FIVE = { '5' };

	private static String document() throws IOException {
		return Files.readString(DOCUMENT);
	}

	private static byte[] request(long sequence, Request request) {
		byte[] message = RequestCodec.encode(request);
		RequestCodec.address(message, SESSION, sequence, sequence);
		return message;
	}

	private static Map<String, byte[]> messages() {
		Origin origin = Origin.ofApplication(4711).withIncarnation(0x1a2b3c4d);
		Map<String, byte[]> messages = new LinkedHashMap<>();
		messages.put("hello", request(1, new Request.Hello(Protocol.VERSION, false, origin)));
		messages.put("welcome", ReplyCodec.encode(1, new Reply.Welcome("e1", 815, 5_000, 16 << 20, 32 << 20)));
		messages.put("commit", request(2, new Request.Commit("default", 0, List.of(), "", true,
				List.of(Condition.version("n", 0)), List.of(Write.put("n", FIVE)))));
		messages.put("traced", request(3, new Request.Commit("default", 0, List.of(), "", false, List.of(),
				List.of(Write.remove("n")), "traceparent:00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));
		messages.put("committed", ReplyCodec.encode(2, new Reply.Committed(1, List.of(KeyValue.absent("n")))));
		messages.put("topic", Protocol.topic("default"));
		messages.put("publication",
				new Publication("default", "e1", 1,
						new Change(1, 1_700_000_000_000_000L, origin, false, List.of(new KeyChange("n", null, FIVE))))
					.encode());
		messages.put("pack",
				Pack.of(List.of(ReplyCodec.encode(2, new Reply.Waiting()), ReplyCodec.encode(3, new Reply.Done()))));
		messages.put("failure", ReplyCodec.encode(9, new Reply.Failure(Reply.Code.TURN_LOST, "gone")));
		return messages;
	}

	@Test
	void examplesAreWhatTheCodeWrites() throws IOException {
		Map<String, String> written = new LinkedHashMap<>();
		messages().forEach((name, message) -> written.put(name, HexFormat.of().formatHex(message)));
		Map<String, String> documented = new LinkedHashMap<>();
		for (Matcher example = EXAMPLE.matcher(document()); example.find();) {
			documented.put(example.group(1), example.group(2).replaceAll("\\s", ""));
		}
		assertThat(documented).isEqualTo(written);
	}

	@Test
	void everyOperationReplyAndCodeHasTheNumberThatIsDocumented() throws IOException {
		Map<String, Integer> documented = new LinkedHashMap<>();
		for (Matcher numbered = NUMBERED.matcher(document()); numbered.find();) {
			documented.put(numbered.group(2), Integer.valueOf(numbered.group(1)));
		}
		Map<String, Integer> written = new LinkedHashMap<>();
		for (Request request : Messages.requests()) {
			written.put(name(request), (int) RequestCodec.encode(request)[2]);
		}
		for (Reply reply : Messages.replies()) {
			written.put(name(reply), (int) ReplyCodec.encode(1, reply)[2]);
		}
		for (Reply.Code code : Reply.Code.values()) {
			int number = ReplyCodec.encode(1, new Reply.Failure(code, ""))[11];
			written.put(code.name(), number);
		}
		assertThat(documented).containsExactlyInAnyOrderEntriesOf(written);
	}

	private static String name(Object message) {
		return message.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
	}

}
