package io.zproc.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import io.zproc.Origin;

/**
 * At least one message of every kind, with the corners of its fields.
 */
final class Messages {

	static final Origin ORIGIN = new Origin("bäcker", 2, 4711, 3, "call \uD83C\uDF6A", -5);

	private static final byte[] VALUE = "{\"@long\":5}".getBytes(StandardCharsets.UTF_8);

	private static final KeyValue ENTRY = new KeyValue("key", 7, VALUE);

	private static final Change CHANGE = new Change(9, 1_700_000_000_000_000L, ORIGIN, false, List
		.of(new KeyChange("a", null, VALUE), new KeyChange("b", VALUE, null), new KeyChange("", new byte[0], VALUE)));

	private static final Change TRACED = new Change(10, 1_700_000_000_000_001L, ORIGIN, true,
			List.of(new KeyChange("a", VALUE, VALUE)), "traceparent:00-é-01");

	private Messages() {
	}

	static List<Request> requests() {
		return List.of(new Request.Hello(2, true, ORIGIN), new Request.Hello(65535, false, Origin.ofApplication(1)),
				new Request.Ping(), new Request.Get("default", "", true), new Request.Get("n", "kéy", false),
				new Request.Size("default"), new Request.Scan("default", true, Integer.MAX_VALUE),
				new Request.Scan("default", false, -1), new Request.ScanNext(Long.MAX_VALUE),
				new Request.Commit("default", 0, List.of(), "", false, List.of(), List.of()),
				new Request.Commit("default", 5, List.of(1L, -1L, Long.MIN_VALUE), "call", true,
						List.of(Condition.version("a", 3), Condition.nullOrAbsent("b"), Condition.present("c")),
						List.of(Write.put("a", VALUE), Write.put("empty", new byte[0]), Write.remove("b"),
								Write.increment("n", -7), Write.clear(), Write.pop())),
				new Request.Commit("default", 0, List.of(), "", false, List.of(), List.of(), "é".repeat(256)),
				new Request.Take("default", List.of(3L), List.of()),
				new Request.Take("n", List.of(), List.of("", "kéy", "a", "b", "c", "d", "e", "f")),
				new Request.Release(5), new Request.Changes("default", -1), new Request.Cancel(12),
				new Request.End(new UUID(-1, 1)), new Request.Statistics(), new Request.Acknowledge(9, List.of(3L, 5L)),
				new Request.Entry("default", "kéy"), new Request.Entries("default", -1, "", 5),
				new Request.Entries("n", Long.MAX_VALUE, "kéy", -1));
	}

	static List<Reply> replies() {
		return List.of(new Reply.Welcome("epoch", 1, 5_000, 16, 32), new Reply.Pong("epoch", 1, 2, 3, 4),
				new Reply.Value(5, ENTRY), new Reply.Value(0, KeyValue.absent("none")), new Reply.Counted(5, 6),
				new Reply.Chunk(1, 2, List.of(ENTRY, KeyValue.absent("x")), false),
				new Reply.Chunk(1, 2, List.of(), true), new Reply.Committed(3, List.of(ENTRY)),
				new Reply.Conflict(ENTRY), new Reply.Granted(3, 30_000, List.of()),
				new Reply.Granted(3, 30_000, List.of(ENTRY, KeyValue.absent("none"))), new Reply.Done(),
				new Reply.Waiting(), new Reply.ChangeList(9, false, List.of(CHANGE, TRACED)),
				new Reply.ChangeList(9, true, List.of()),
				new Reply.ServerStatistics(1, 2, 3,
						List.of(new Reply.NamespaceStatistics("default", 1, 2, 3, 4, 5, null, 0, List.of()),
								new Reply.NamespaceStatistics("n", 1, 2, 3, 4, 5, new Reply.TurnStatistics(ORIGIN, 6),
										2, List.of(ORIGIN, ORIGIN)))),
				new Reply.EntryList(1, -1, true, List.of()),
				new Reply.EntryList(1, 2, false, List.of(new Reply.WrittenEntry(ENTRY, 3, ORIGIN))),
				new Reply.Failure(Reply.Code.MALFORMED, "why"), new Reply.Failure(Reply.Code.UNKNOWN_SCAN, ""));
	}

	static List<Publication> publications() {
		return List.of(new Publication("default", "epoch", 9, CHANGE), new Publication("default", "epoch", 10, TRACED),
				new Publication("n", "epoch", 0, null));
	}

}
