package cookies.page;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures in a browser how the page takes many keys and many changes.
 */
final class PageMeasurement {

	private static final int KEYS = 10_000;

	private static final int UPDATES_PER_SECOND = 100;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String address;

	PageMeasurement(String address) {
		this.address = address;
	}

	private CompletableFuture<Integer> put(int key, int value) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.address + "/namespaces/many/entries/key-" + key))
			.timeout(Duration.ofSeconds(30))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"value\":\"" + value + "\"}"))
			.build();
		return this.http.sendAsync(request, BodyHandlers.discarding()).thenApply((response) -> response.statusCode());
	}

	/**
	 * Fills a namespace, changes it steadily, and looks at the page meanwhile.
	 * @return what the browser has measured
	 */
	String run(Browser browser) throws Exception {
		Semaphore inFlight = new Semaphore(8);
		for (int i = 0; i < KEYS; i++) {
			inFlight.acquire();
			var unused = put(i, 0).whenComplete((status, ex) -> inFlight.release());
		}
		inFlight.acquire(8);
		AtomicInteger count = new AtomicInteger();
		ScheduledExecutorService updates = Executors.newSingleThreadScheduledExecutor();
		try {
			// Those that fail are missing in the rate that the page sees.
			var unused = updates.scheduleAtFixedRate(() -> {
				var ignored = put(count.incrementAndGet() * 7919 % KEYS, count.get());
			}, 0, 1_000_000 / UPDATES_PER_SECOND, TimeUnit.MICROSECONDS);
			browser.waitAtMost(Duration.ofSeconds(90));
			Object result = browser.asynchronous(
					"""
							const done = arguments[0];
							const select = document.querySelector('#namespace');
							const choose = () => {
								if (![...select.options].some((option) => option.value === 'many')) { setTimeout(choose, 100); return; }
								select.value = 'many';
								select.dispatchEvent(new Event('change'));
								setTimeout(measure, 8000);
							};
							const measure = () => {
								const frames = [], long = [], filters = [];
								new PerformanceObserver((list) => list.getEntries().forEach((entry) => long.push(entry.duration))).observe({ type: 'longtask' });
								const before = Number(document.querySelector('#slider').max);
								const began = performance.now();
								let last = began;
								const frame = (now) => {
									frames.push(now - last);
									last = now;
									if (now - began < 20000) { requestAnimationFrame(frame); return; }
									frames.sort((a, b) => a - b);
									const at = (share) => Math.round(frames[Math.floor(frames.length * share)]);
									done(`${document.querySelector('#state .summary').textContent}; ${Math.round((document.querySelector('#slider').max - before) / 20)} updates/s; rows drawn ${document.querySelectorAll('#table .row.body').length}; frames ms p50 ${at(.5)} p99 ${at(.99)} max ${at(.9999)}; long tasks ${long.length}, max ${Math.round(Math.max(0, ...long))} ms; filter ms max ${Math.round(Math.max(...filters))}; heap ${Math.round(performance.memory.usedJSHeapSize / 1048576)} MB`);
								};
								requestAnimationFrame(frame);
								const filter = document.querySelector('#filter');
								for (let i = 0; i < 10; i++) {
									setTimeout(() => {
										const start = performance.now();
										filter.value = i % 2 ? '' : `key-${i}`;
										filter.dispatchEvent(new Event('input'));
										requestAnimationFrame(() => setTimeout(() => filters.push(performance.now() - start)));
									}, 1000 + i * 1500);
								}
							};
							choose();""");
			return String.valueOf(result);
		}
		finally {
			updates.shutdownNow();
		}
	}

}
