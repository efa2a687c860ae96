package io.zproc.server;

import java.util.List;

import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.Code;
import io.zproc.protocol.Reply.Failure;
import io.zproc.protocol.Request;

/**
 * Reads the state as it was at one version, in chunks, so that a big one stalls nobody.
 */
final class Snapshots {

	private static final int MAX_OPEN = 64;

	private final int chunkBytes;

	Snapshots(int chunkBytes) {
		this.chunkBytes = chunkBytes;
	}

	Reply begin(Session session, long id, Request.Scan scan, Namespace namespace) {
		if (session.scans.size() >= MAX_OPEN) {
			// The oldest was most likely left by its reader; if not, it begins again.
			close(session, session.scans.keySet().iterator().next());
		}
		session.scans.put(id, new Session.OpenScan(namespace,
				namespace.entries.scan(namespace.version, scan.withValues(), scan.limit())));
		return next(session, id);
	}

	Reply next(Session session, long id) {
		Session.OpenScan open = session.scans.get(id);
		if (open == null) {
			return new Failure(Code.UNKNOWN_SCAN, "Snapshot " + id + " is not known here");
		}
		Reply.Chunk chunk = new Reply.Chunk(id, open.scan().version(), open.scan().next(this.chunkBytes),
				open.scan().isDone());
		if (chunk.isLast()) {
			close(session, id);
		}
		return chunk;
	}

	void closeAll(Session session) {
		List.copyOf(session.scans.keySet()).forEach((id) -> close(session, id));
	}

	private static void close(Session session, long id) {
		Session.OpenScan open = session.scans.remove(id);
		if (open != null) {
			open.namespace().entries.close(open.scan());
		}
	}

}
