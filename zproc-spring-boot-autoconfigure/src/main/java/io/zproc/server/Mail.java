package io.zproc.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.zproc.protocol.Change;
import io.zproc.protocol.Pack;
import io.zproc.protocol.Publication;
import io.zproc.protocol.Reply;
import io.zproc.protocol.ReplyCodec;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.ZError;

/**
 * What the server has to send. A pass of the loop collects it; then changes are
 * published, and after them the answers go out. An answer that a peer's full connection
 * does not take waits here, within a bound, and delays nobody else.
 */
final class Mail implements Outbox {

	/** A larger change is announced by its version only, and fetched by who wants it. */
	private static final int MAX_PUBLISHED_BYTES = 16 * 1024;

	/** What every server can keep waiting for each of its subscribers. */
	private static final int MIN_PUBLISHED_BYTES = 512;

	/** How much may wait for a peer that does not read; what is beyond it asks again. */
	private static final long MAX_WAITING_BYTES = 8 << 20;

	private static final long MAX_PASS_BYTES = 8 << 20;

	private final ZMQ.Socket router;

	private final ZMQ.Socket publisher;

	private final String epoch;

	private final Set<String> subscribed = new HashSet<>();

	private boolean isFollowedInAll;

	private final Deque<Publication> publications = new ArrayDeque<>();

	private final Deque<Letter> letters = new ArrayDeque<>();

	private final Map<Peer, WaitingLetters> waiting = new HashMap<>();

	private final Set<Peer> packing = new HashSet<>();

	private final List<byte[]> parts = new ArrayList<>();

	private long queuedBytes;

	private long maxPublishedBytes = MAX_PUBLISHED_BYTES;

	Mail(ServerSockets sockets, String epoch) {
		this.router = sockets.router;
		this.publisher = sockets.publisher;
		this.epoch = epoch;
	}

	private record Letter(Peer peer, byte[] message) {

	}

	private static final class WaitingLetters {

		private final Deque<byte[]> messages = new ArrayDeque<>();

		private long bytes;

	}

	@Override
	public void reply(Object peer, long sequence, Reply reply) {
		byte[] message = ReplyCodec.encode(sequence, reply);
		this.letters.add(new Letter((Peer) peer, message));
		this.queuedBytes += message.length;
	}

	@Override
	public void publish(String namespace, Change change) {
		if (this.isFollowedInAll || this.subscribed.contains(namespace)) {
			boolean isSmall = change.weight() <= this.maxPublishedBytes;
			this.publications.add(new Publication(namespace, this.epoch, change.version(), isSmall ? change : null));
		}
	}

	/**
	 * Each subscriber that does not read keeps a queue full of changes, and no two need
	 * keep the same ones: the more there may be, the smaller the changes that are sent to
	 * all.
	 */
	void expectSubscribers(int count) {
		long share = MemoryBudget.bytesOfHeap(MemoryBudget.PUBLISHED_SHARE)
				/ ((long) ServerSockets.MAX_WAITING_PUBLICATIONS * Math.max(1, count));
		this.maxPublishedBytes = Math.max(MIN_PUBLISHED_BYTES, Math.min(MAX_PUBLISHED_BYTES, share));
	}

	void subscribe(String namespace, long version) {
		this.subscribed.add(namespace);
		announce(namespace, version);
	}

	void unsubscribe(String namespace) {
		this.subscribed.remove(namespace);
	}

	/**
	 * Somebody wants the changes of all namespaces, or nobody does any more.
	 */
	void followAll(boolean isFollowed) {
		this.isFollowedInAll = isFollowed;
	}

	boolean isFollowedInAll() {
		return this.isFollowedInAll;
	}

	void announce(String namespace, long version) {
		this.publications.add(new Publication(namespace, this.epoch, version, null));
	}

	Set<String> subscribed() {
		return this.subscribed;
	}

	boolean isAnythingWaiting() {
		return !this.waiting.isEmpty();
	}

	/**
	 * Whether a pass has made so many answers that they should go out before more are.
	 */
	boolean isHeavy() {
		return this.queuedBytes > MAX_PASS_BYTES;
	}

	/**
	 * Publishes and answers.
	 * @return how many messages were sent
	 */
	int flush() {
		int count = this.publications.size() + this.letters.size();
		this.queuedBytes = 0;
		for (Publication publication = this.publications.poll(); publication != null; publication = this.publications
			.poll()) {
			this.publisher.send(publication.encode(), ZMQ.DONTWAIT);
		}
		retryWaiting();
		for (Letter letter = nextLetter(); letter != null; letter = nextLetter()) {
			WaitingLetters queue = this.waiting.get(letter.peer());
			if (queue != null || !send(letter.peer(), letter.message())) {
				keep(letter);
			}
		}
		return count;
	}

	/**
	 * The next letter, together with those to the same peer that follow it, as far as all
	 * are small and the peer packs itself.
	 */
	private @Nullable Letter nextLetter() {
		Letter letter = this.letters.poll();
		if (letter == null || !isSmall(letter) || !this.packing.contains(letter.peer())) {
			return letter;
		}
		this.parts.clear();
		this.parts.add(letter.message());
		for (Letter next = this.letters.peek(); next != null && isSmall(next) && next.peer().equals(letter.peer())
				&& this.parts.size() < Pack.MAX_MESSAGES; next = this.letters.peek()) {
			this.parts.add(this.letters.remove().message());
		}
		return (this.parts.size() == 1) ? letter : new Letter(letter.peer(), Pack.of(this.parts));
	}

	private static boolean isSmall(Letter letter) {
		return letter.message().length <= Pack.MAX_MESSAGE_BYTES;
	}

	private void keep(Letter letter) {
		WaitingLetters queue = this.waiting.computeIfAbsent(letter.peer(), (peer) -> new WaitingLetters());
		if (queue.bytes + letter.message().length <= MAX_WAITING_BYTES) {
			queue.messages.add(letter.message());
			queue.bytes += letter.message().length;
		}
	}

	private void retryWaiting() {
		for (Iterator<Map.Entry<Peer, WaitingLetters>> peers = this.waiting.entrySet().iterator(); peers.hasNext();) {
			Map.Entry<Peer, WaitingLetters> next = peers.next();
			WaitingLetters queue = next.getValue();
			while (!queue.messages.isEmpty() && send(next.getKey(), queue.messages.peek())) {
				queue.bytes -= queue.messages.remove().length;
			}
			if (queue.messages.isEmpty()) {
				peers.remove();
			}
		}
	}

	/**
	 * Whether the message is off our hands: sent, or its peer is gone for good.
	 */
	private boolean send(Peer peer, byte[] message) {
		try {
			if (!this.router.send(peer.identity, ZMQ.SNDMORE | ZMQ.DONTWAIT)) {
				return false;
			}
		}
		catch (ZMQException ex) {
			if (ex.getErrorCode() == ZError.EHOSTUNREACH) {
				return true;
			}
			throw ex;
		}
		this.router.send(message, ZMQ.DONTWAIT);
		return true;
	}

	/**
	 * Says that a peer sends packs, and so understands them.
	 */
	void mayPack(Peer peer) {
		this.packing.add(peer);
	}

	void forget(Peer peer) {
		this.packing.remove(peer);
		this.waiting.remove(peer);
	}

}
