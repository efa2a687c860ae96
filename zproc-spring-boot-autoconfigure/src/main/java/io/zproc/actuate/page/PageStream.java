package io.zproc.actuate.page;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zproc.ZProcException;
import io.zproc.actuate.LiveView;
import io.zproc.actuate.LiveView.News;
import io.zproc.actuate.LiveView.Position;
import io.zproc.actuate.LogFollower;
import io.zproc.actuate.LogFollower.LogNews;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one page is told, frame by frame, as fast as it takes them and at most five times
 * a second. Nothing is kept for it but its position: a page that is slow gets fewer
 * frames that say more. Used by one thread at a time; closed by any.
 */
final class PageStream implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(PageStream.class);

	private static final long PAUSE_MS = 200;

	private static final long OVERVIEW_MS = 1_000;

	/**
	 * Who may see what is decided when a page connects. It has to connect anew from time
	 * to time.
	 */
	private static final Duration LIFETIME = Duration.ofMinutes(10);

	private final LiveView view;

	private final Overview overview;

	private final PageRequest request;

	private final Consumer<PageStream> atClose;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final long endNanos = System.nanoTime() + LIFETIME.toNanos();

	private @Nullable Position position;

	private long lookNanos;

	private long overviewNanos;

	private @Nullable JsonNode processes;

	private final @Nullable LogFollower log;

	private boolean isLogNext;

	private volatile long takenNanos = System.nanoTime();

	PageStream(LiveView view, Overview overview, PageRequest request, Consumer<PageStream> atClose) {
		this.view = view;
		this.overview = overview;
		this.request = request;
		this.log = (request.log() != null) ? view.follow(request.log(), request.isShown()) : null;
		this.atClose = atClose;
		this.lookNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PAUSE_MS);
		this.overviewNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(OVERVIEW_MS);
	}

	/**
	 * Waits for something to tell.
	 * @return the next frame, {@code null} when the stream is over
	 */
	@Nullable PageFrame next() throws InterruptedException {
		while (isOpen()) {
			this.takenNanos = System.nanoTime();
			long rest = this.lookNanos + TimeUnit.MILLISECONDS.toNanos(PAUSE_MS) - this.takenNanos;
			if (!this.closed.await(rest, TimeUnit.NANOSECONDS)) {
				this.lookNanos = System.nanoTime();
				PageFrame frame = look();
				if (frame != null) {
					return frame;
				}
			}
		}
		return null;
	}

	/**
	 * Waits a moment, or until it is closed.
	 */
	void pause() throws InterruptedException {
		var unused = this.closed.await(PAUSE_MS, TimeUnit.MILLISECONDS);
	}

	boolean isOpen() {
		return this.closed.getCount() > 0 && System.nanoTime() - this.endNanos < 0;
	}

	/**
	 * How long ago somebody has asked for a frame.
	 */
	Duration idle() {
		return Duration.ofNanos(System.nanoTime() - this.takenNanos);
	}

	private @Nullable PageFrame look() {
		boolean isOverviewDue = System.nanoTime() - this.overviewNanos >= TimeUnit.MILLISECONDS.toNanos(OVERVIEW_MS);
		try {
			if (this.position == null) {
				this.position = this.request.resume(this.view);
			}
			Position known = this.position;
			if (known == null) {
				return begin();
			}
			return isOverviewDue ? overview() : news(known);
		}
		catch (ZProcException ex) {
			// The overview says it to the page.
			logger.debug("A page cannot be told what is new in namespace '{}'", this.request.namespace(), ex);
			return isOverviewDue ? overview() : lines();
		}
	}

	/**
	 * Changes and lines take turns, so that none of them holds up the other.
	 */
	private @Nullable PageFrame news(Position known) {
		PageFrame lines = this.isLogNext ? lines() : null;
		PageFrame changes = (lines == null) ? changes(known) : null;
		this.isLogNext = changes != null;
		return (lines != null) ? lines : (changes != null) ? changes : lines();
	}

	private @Nullable PageFrame lines() {
		LogNews news = (this.log != null) ? this.log.news() : null;
		return (news != null) ? frame("log", PageJson.tree(news)) : null;
	}

	private @Nullable PageFrame changes(Position before) {
		News news = this.view.since(before, this.request.isShown());
		if (news == null) {
			return begin();
		}
		if (news.count() == 0) {
			return null;
		}
		this.position = new Position(before.namespace(), before.epoch(), before.era(), news.version());
		return frame("changes", PageJson.tree(news));
	}

	/**
	 * The page is to read the state anew, and to apply what it is told from here on.
	 */
	private PageFrame begin() {
		Position here = this.view.position(this.request.namespace());
		this.position = here;
		ObjectNode begin = PageJson.tree(Map.of("namespace", here.namespace(), "epoch", here.epoch(), "version",
				here.version(), "shown", this.request.isShown(), "writable", this.request.isWritable(), "application",
				this.request.application()));
		begin.set("past", this.overview.past());
		return frame("begin", begin);
	}

	private PageFrame overview() {
		this.overviewNanos = System.nanoTime();
		// A shallow copy of what all pages share.
		ObjectNode overview = PageJson.object().setAll(this.overview.now());
		JsonNode now = overview.get("processes");
		if (now.equals(this.processes)) {
			overview.remove("processes");
		}
		this.processes = now;
		return frame("overview", overview);
	}

	private PageFrame frame(String event, ObjectNode data) {
		Position known = this.position;
		return new PageFrame(event, (known != null) ? PageRequest.mark(known) : "", data.toString());
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.atClose.accept(this);
	}

}
