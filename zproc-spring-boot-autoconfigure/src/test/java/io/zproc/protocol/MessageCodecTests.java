package io.zproc.protocol;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import com.sun.management.ThreadMXBean;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the messages' bytes: what is written is read again, and nothing that arrives
 * does harm.
 */
@LeakChecked
@Timeout(180)
class MessageCodecTests {

	private static final int HEADER_BYTES = 35;

	/** A record of some bytes may become objects that are larger than they are. */
	private static final int ALLOCATED_PER_BYTE = 200;

	private static final int ALLOCATED_ANYWAY = 200_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/**
	 * A way in for bytes from outside.
	 *
	 * @param name which
	 * @param decoder reads them
	 * @param samples messages that it takes
	 */
	record Entrance(String name, Consumer<byte[]> decoder, List<byte[]> samples) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	static List<Entrance> entrances() {
		return List.of(
				new Entrance("requests", RequestCodec::decode,
						Messages.requests().stream().map(RequestCodec::encode).toList()),
				new Entrance("replies", ReplyCodec::decode,
						Messages.replies().stream().map((reply) -> ReplyCodec.encode(3, reply)).toList()),
				new Entrance("publications", Publication::decode,
						Messages.publications().stream().map(Publication::encode).toList()));
	}

	static List<Request> requests() {
		return Messages.requests();
	}

	static List<Reply> replies() {
		return Messages.replies();
	}

	static List<Publication> publications() {
		return Messages.publications();
	}

	@ParameterizedTest
	@MethodSource("requests")
	void requestsComeBackEqual(Request request) {
		UUID session = UUID.randomUUID();
		byte[] message = RequestCodec.encode(request);
		RequestCodec.address(message, session, -5, Long.MAX_VALUE);
		RequestCodec.Received received = RequestCodec.decode(message);
		assertThat(received.session()).isEqualTo(session);
		assertThat(received.sequence()).isEqualTo(-5);
		assertThat(received.lowestUnanswered()).isEqualTo(Long.MAX_VALUE);
		assertThat(received.request()).usingRecursiveComparison().isEqualTo(request);
		assertThat(RequestCodec.sequence(message)).isEqualTo(-5);
	}

	@ParameterizedTest
	@MethodSource("replies")
	void repliesComeBackEqual(Reply reply) {
		ReplyCodec.Received received = ReplyCodec.decode(ReplyCodec.encode(42, reply));
		assertThat(received.sequence()).isEqualTo(42);
		assertThat(received.reply()).usingRecursiveComparison().isEqualTo(reply);
	}

	@ParameterizedTest
	@MethodSource("publications")
	void publicationsComeBackEqualBehindTheirTopic(Publication publication) {
		byte[] message = publication.encode();
		byte[] topic = Protocol.topic(publication.namespace());
		assertThat(Arrays.copyOf(message, topic.length)).isEqualTo(topic);
		assertThat(Publication.namespace(topic)).isEqualTo(publication.namespace());
		assertThat(Publication.decode(message)).usingRecursiveComparison().isEqualTo(publication);
	}

	@Test
	void everyKindOfMessageIsTested() {
		assertThat(kinds(Messages.requests())).isEqualTo(Set.of(Request.class.getPermittedSubclasses()));
		assertThat(kinds(Messages.replies())).isEqualTo(Set.of(Reply.class.getPermittedSubclasses()));
	}

	private static Set<Class<?>> kinds(List<?> messages) {
		Set<Class<?>> kinds = new HashSet<>();
		messages.forEach((message) -> kinds.add(message.getClass()));
		return kinds;
	}

	@Test
	void noTopicIsAPrefixOfAnother() {
		assertThat(Protocol.topic("ab")).startsWith(0, 2);
		assertThat(new String(Protocol.topic("abc"), StandardCharsets.UTF_8))
			.doesNotStartWith(new String(Protocol.topic("ab"), StandardCharsets.UTF_8));
		for (byte[] stranger : List.of(new byte[0], new byte[] { 0, 0 }, new byte[] { 0, 1 }, new byte[] { 0, 2, 'a' },
				"anything".getBytes(StandardCharsets.UTF_8))) {
			assertThat(Publication.namespace(stranger)).isNull();
		}
	}

	@ParameterizedTest
	@MethodSource("entrances")
	void refuseMessagesThatAreCutShort(Entrance entrance) {
		for (byte[] sample : entrance.samples()) {
			for (int length = 0; length < sample.length; length++) {
				byte[] cut = Arrays.copyOf(sample, length);
				assertThatExceptionOfType(MalformedMessageException.class)
					.isThrownBy(() -> entrance.decoder().accept(cut));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("entrances")
	void refuseMessagesThatAreTooLong(Entrance entrance) {
		for (byte[] sample : entrance.samples()) {
			assertThatExceptionOfType(MalformedMessageException.class)
				.isThrownBy(() -> entrance.decoder().accept(Arrays.copyOf(sample, sample.length + 1)))
				.withMessageContaining("left over");
		}
	}

	@ParameterizedTest
	@MethodSource("entrances")
	void surviveEveryFlippedBit(Entrance entrance) {
		for (byte[] sample : entrance.samples()) {
			for (int bit = 0; bit < sample.length * 8; bit++) {
				byte[] message = sample.clone();
				message[bit / 8] ^= (byte) (1 << (bit % 8));
				decodeOrRefuse(entrance, message);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("entrances")
	void surviveRandomBytes(Entrance entrance) {
		Random random = new Random(4711);
		for (int i = 0; i < 20_000; i++) {
			byte[] message = new byte[random.nextInt(200)];
			random.nextBytes(message);
			decodeOrRefuse(entrance, message);
		}
	}

	@ParameterizedTest
	@MethodSource("entrances")
	void surviveRandomBytesBehindAGoodBeginning(Entrance entrance) {
		Random random = new Random(815);
		for (int i = 0; i < 20_000; i++) {
			byte[] sample = entrance.samples().get(random.nextInt(entrance.samples().size()));
			byte[] message = Arrays.copyOf(sample, sample.length + random.nextInt(50));
			for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
				message[random.nextInt(message.length)] = (byte) (random.nextBoolean() ? random.nextInt()
						: List.of(0, 1, -1, 127, -128).get(random.nextInt(5)));
			}
			decodeOrRefuse(entrance, message);
		}
	}

	/**
	 * Anything but a message or a refusal fails the test, and so does the allocation of
	 * much more than has arrived.
	 */
	private static void decodeOrRefuse(Entrance entrance, byte[] message) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		try {
			entrance.decoder().accept(message);
		}
		catch (MalformedMessageException ex) {
			assertThat(ex).hasMessageNotContaining("null");
		}
		long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		if (allocated > ALLOCATED_ANYWAY + (long) ALLOCATED_PER_BYTE * message.length) {
			throw new AssertionError(allocated + " bytes were allocated for " + Arrays.toString(message));
		}
	}

	private static byte[] requestWithBody(int operation, Consumer<WireWriter> body) {
		WireWriter out = new WireWriter(64);
		out.u8('Z').u8(Protocol.VERSION).u8(operation).i64(1).i64(2).i64(3).i64(0);
		body.accept(out);
		return out.toBytes();
	}

	@Test
	void refuseCountsAndLengthsThatLie() {
		int get = 2;
		int commit = 6;
		int take = 7;
		List<byte[]> messages = new ArrayList<>();
		for (int lie : new int[] { -1, -2, 1, 2, 1_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE }) {
			messages.add(requestWithBody(take, (out) -> out.text("n").i32(lie)));
			messages.add(requestWithBody(take, (out) -> out.text("n").i32(lie).u8(0)));
			messages.add(requestWithBody(commit, (out) -> out.text("n").i64(0).i32(0).text("").bool(false).i32(lie)));
			messages.add(
					requestWithBody(commit, (out) -> out.text("n").i64(0).i32(0).text("").bool(false).i32(0).i32(lie)));
			messages.add(requestWithBody(commit, (
					out) -> out.text("n").i64(0).i32(0).text("").bool(false).i32(0).i32(1).u8(0).text("key").i32(lie)));
		}
		messages.add(requestWithBody(get, (out) -> out.u16(0xFFFF).raw(new byte[] { 'n' })));
		messages.add(requestWithBody(get, (out) -> out.text("n").u16(9).raw(new byte[] { 'k' })));
		messages.add(requestWithBody(get, (out) -> out.text("n").text("k").u8(2)));
		messages.add(requestWithBody(get, (out) -> out.text("").text("k").u8(1)));
		messages.add(requestWithBody(13, (out) -> {
		}));
		messages.add(requestWithBody(255, (out) -> {
		}));
		Entrance entrance = entrances().get(0);
		for (byte[] message : messages) {
			assertThatExceptionOfType(MalformedMessageException.class).as(Arrays.toString(message))
				.isThrownBy(() -> entrance.decoder().accept(message));
			decodeOrRefuse(entrance, message);
		}
	}

	@Test
	void countNamesAndKeysInBytes() {
		String longest = "ä".repeat(Protocol.MAX_NAME_BYTES / 2);
		assertThat(RequestCodec.decode(RequestCodec.encode(new Request.Get(longest, longest, true))).request())
			.isEqualTo(new Request.Get(longest, longest, true));
		for (Request request : List.of(new Request.Size(longest + "x"), new Request.Get("n", longest + "x", true))) {
			assertThatExceptionOfType(MalformedMessageException.class)
				.isThrownBy(() -> RequestCodec.decode(RequestCodec.encode(request)))
				.withMessageContaining("4097")
				.withMessageContaining("4096");
		}
	}

	@Test
	void refuseTextsThatAreNoUtf8() {
		for (byte[] bad : List.of(new byte[] { (byte) 0xFF }, new byte[] { (byte) 0xC3 },
				new byte[] { 'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80 }, new byte[] { (byte) 0xC0, (byte) 0x80 })) {
			assertThatExceptionOfType(MalformedMessageException.class)
				.isThrownBy(() -> RequestCodec.decode(requestWithBody(3, (out) -> out.u16(bad.length).raw(bad))))
				.withMessageContaining("UTF-8");
		}
		assertThat(RequestCodec.decode(RequestCodec.encode(new Request.Size("\uFFFD"))).request())
			.isEqualTo(new Request.Size("\uFFFD"));
	}

	@Test
	void refuseToWriteATextThatIsTooLong() {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestCodec.encode(new Request.Size("ä".repeat(32_768))))
			.withMessageContaining("65536");
	}

	@Test
	void readAGreetingOfAnotherVersionWhateverItHolds() {
		byte[] message = new byte[HEADER_BYTES + 3];
		message[0] = 'Z';
		message[1] = 9;
		assertThat(RequestCodec.decode(message).request()).isInstanceOfSatisfying(Request.Hello.class,
				(hello) -> assertThat(hello.protocolVersion()).isEqualTo(9));
		message[2] = 1;
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> RequestCodec.decode(message))
			.withMessageContaining("version 9")
			.withMessageContaining("expected: " + Protocol.VERSION);
	}

}
