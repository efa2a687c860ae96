package io.zproc.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.zproc.Origin;
import io.zproc.ServerInfo;
import io.zproc.protocol.KeyValue;
import io.zproc.protocol.Protocol;
import io.zproc.protocol.Reply;
import io.zproc.protocol.Reply.EntryList;
import io.zproc.protocol.Reply.ServerStatistics;
import io.zproc.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * An engine in terms of the requests and replies of the protocol, whoever carries them.
 *
 * @since 0.1.0
 */
public abstract class RequestEngine implements StateEngine {

	private final Origin origin;

	private volatile List<String> addresses;

	private volatile @Nullable RequestStatistics statistics;

	private volatile Acknowledged acknowledged = new Acknowledged(0, new ConcurrentHashMap<>());

	/**
	 * What is known of the versions of one server.
	 */
	private record Acknowledged(int era, Map<String, AtomicLong> versions) {

		void add(String namespace, long version) {
			AtomicLong known = this.versions.get(namespace);
			if (known == null) {
				// Takes a lock also when it is there.
				known = this.versions.computeIfAbsent(namespace, (name) -> new AtomicLong());
			}
			if (known.get() < version) {
				known.accumulateAndGet(version, Math::max);
			}
		}

	}

	/**
	 * Creates an engine.
	 * @param session the id of this process's session. Its hash is as random as the id,
	 * and is what tells the changes of this process apart from those of another with the
	 * same process id
	 * @param origin who this process is
	 * @param addresses where the server is, for people: first where requests go
	 */
	protected RequestEngine(UUID session, Origin origin, String... addresses) {
		this.origin = origin.withIncarnation(session.hashCode());
		this.addresses = List.of(addresses);
	}

	/**
	 * Who carries the requests.
	 * @return the carrier
	 */
	protected abstract Call.Carrier carrier();

	private <R extends Reply, T> Call<T> call(Request request, Class<R> type, Function<R, T> result) {
		return submitted(new Call<>(carrier(), request, (reply) -> result.apply(type.cast(reply))));
	}

	private <T> Call<T> submitted(Call<T> call) {
		RequestStatistics measured = this.statistics;
		if (measured != null) {
			call.measure(measured.of(call.request()));
		}
		carrier().submit(call);
		return call;
	}

	@Override
	public Pending<KeyValue> read(String namespace, String key, boolean withValue) {
		return call(new Request.Get(namespace, key, withValue), Reply.Value.class, (value) -> {
			acknowledge(namespace, value.namespaceVersion());
			return value.entry();
		});
	}

	@Override
	public Pending<Integer> size(String namespace) {
		return call(new Request.Size(namespace), Reply.Counted.class, (counted) -> {
			acknowledge(namespace, counted.version());
			return counted.size();
		});
	}

	@Override
	public Contents contents(String namespace, boolean withValues, int limit, Duration timeout) {
		Acknowledged known = this.acknowledged;
		List<KeyValue> entries = new ArrayList<>();
		Reply.Chunk chunk = call(new Request.Scan(namespace, withValues, limit), Reply.Chunk.class, Function.identity())
			.await(timeout);
		entries.addAll(chunk.entries());
		while (!chunk.isLast()) {
			chunk = call(new Request.ScanNext(chunk.scan()), Reply.Chunk.class, Function.identity()).await(timeout);
			entries.addAll(chunk.entries());
		}
		known.add(namespace, chunk.version());
		return new Contents(chunk.version(), entries);
	}

	@Override
	public Pending<CommitResult> commit(Commit commit) {
		Request.Commit request = new Request.Commit(commit.namespace(), commit.turn(), commit.holding(),
				commit.invocation(), commit.wantsEntries(), commit.conditions(), commit.writes(), commit.trace());
		return submitted(new Call<>(carrier(), request, (reply) -> result(commit.namespace(), reply), commit.era()));
	}

	private CommitResult result(String namespace, Reply reply) {
		if (reply instanceof Reply.Conflict conflict) {
			return new CommitResult(0, List.of(), conflict.entry());
		}
		Reply.Committed committed = (Reply.Committed) reply;
		acknowledge(namespace, committed.version());
		return new CommitResult(committed.version(), committed.entries(), null);
	}

	@Override
	public Pending<GrantedTurn> take(String namespace, List<Long> holding, List<String> expected) {
		Call<?>[] self = new Call<?>[1];
		Call<GrantedTurn> call = new Call<>(carrier(), new Request.Take(namespace, holding, expected), (reply) -> {
			Reply.Granted granted = (Reply.Granted) reply;
			acknowledge(namespace, granted.version());
			return new GrantedTurn(self[0].sequence(), granted.entries());
		});
		self[0] = call;
		return submitted(call);
	}

	@Override
	public Pending<Void> release(long turn) {
		return done(new Request.Release(turn));
	}

	@Override
	public Pending<History> history(String namespace, long after) {
		return call(new Request.Changes(namespace, after), Reply.ChangeList.class,
				(list) -> new History(list.isForgotten(), list.changes()));
	}

	private void acknowledge(String namespace, long version) {
		this.acknowledged.add(namespace, version);
	}

	/**
	 * Says that another server has taken the place of the one before. To be called where
	 * answers are given out, before the first one of the new server.
	 */
	protected void serverReplaced() {
		this.acknowledged = new Acknowledged(this.acknowledged.era() + 1, new ConcurrentHashMap<>());
	}

	/**
	 * Says where the server is that takes the place of the one before.
	 * @param addresses where it is, for people: first where requests go
	 */
	protected void movedTo(String... addresses) {
		this.addresses = List.of(addresses);
	}

	@Override
	public int era() {
		return this.acknowledged.era();
	}

	@Override
	public long acknowledged(String namespace) {
		AtomicLong version = this.acknowledged.versions().get(namespace);
		return (version != null) ? version.get() : 0;
	}

	@Override
	public Pending<ServerInfo> ping() {
		return call(new Request.Ping(), Reply.Pong.class, (pong) -> new ServerInfo(pong.pid(), Protocol.VERSION,
				pong.epoch(), Duration.ofMillis(pong.uptimeMs()), pong.requests(), this.addresses.get(0)));
	}

	@Override
	public Pending<ServerStatistics> statistics() {
		return call(new Request.Statistics(), ServerStatistics.class, Function.identity());
	}

	@Override
	public Pending<EntryList> entry(String namespace, String key) {
		return call(new Request.Entry(namespace, key), EntryList.class, Function.identity());
	}

	@Override
	public Pending<EntryList> entries(String namespace, long position, String after, int limit) {
		return call(new Request.Entries(namespace, position, after, limit), EntryList.class, Function.identity());
	}

	@Override
	public Pending<Void> endSession(UUID session) {
		return done(new Request.End(session));
	}

	@SuppressWarnings("NullAway") // the one value of Void
	private Pending<Void> done(Request request) {
		return call(request, Reply.Done.class, (done) -> null);
	}

	@Override
	public void measure(RequestStatistics statistics) {
		this.statistics = statistics;
	}

	@Override
	public List<String> addresses() {
		return this.addresses;
	}

	@Override
	public Origin origin() {
		return this.origin;
	}

}
