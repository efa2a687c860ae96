package cookies.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The live page of the cookie application in a real browser. Skipped where there is none,
 * unless {@code zproc.test.browser} is {@code required}.
 */
@Timeout(720)
class PageIT {

	private static final Duration BOUND = Duration.ofMinutes(3);

	@TempDir
	Path directory;

	private CookiePage page;

	@BeforeEach
	void needsABrowser() {
		Browser.require();
		this.page = new CookiePage(this.directory);
	}

	@AfterEach
	void endsAll() throws Exception {
		this.page.close();
	}

	private Browser open(String... arguments) throws IOException {
		return this.page.open(arguments);
	}

	@Test
	void showsWhatHappensAndWhatHasHappenedWithoutAccessToOperations() throws Exception {
		Browser browser = open("--cookies.count=100000", "--cookies.delay=100ms",
				"--zproc.workers.baker.heartbeat-timeout=2s");
		await().atMost(BOUND).untilAsserted(() -> assertThat(baked(browser)).isGreaterThan(3));
		long earlier = baked(browser);
		await().atMost(BOUND).untilAsserted(() -> assertThat(baked(browser)).isGreaterThan(earlier + 3));
		await().atMost(BOUND).untilAsserted(() -> assertThat(browser.row("eaten")).element(4).isEqualTo("eater-1"));
		await().atMost(BOUND).untilAsserted(() -> assertThat(browser.process("baker-1")).satisfies((cells) -> {
			assertThat(cells.get(1)).isEqualTo("running");
			assertThat(cells.get(6)).endsWith("MB");
		}));
		assertThat(browser.text("#watchers")).contains("bakery.plateWatcher");
		assertThat(browser.text("#changes ol")).contains("cookies = ");

		looksBack(browser);
		fitsAPhone(browser);

		browser.element("#filter").sendKeys("EATEN");
		await().atMost(BOUND).untilAsserted(() -> {
			assertThat(browser.row("baked")).isEmpty();
			assertThat(browser.row("eaten")).isNotEmpty();
		});
		assertThat(browser.complaints()).isEmpty();
		showsAHungWorker(browser);
		showsAKilledWorker(browser);
		showsARestart(browser);
		refusesOperationsWithoutAccess(browser);
	}

	private void looksBack(Browser browser) {
		browser.element("#slider").sendKeys(Keys.HOME);
		await().atMost(BOUND).untilAsserted(() -> assertThat(browser.text("#moment")).startsWith("version 0"));
		browser.click("#forth");
		await().atMost(BOUND).untilAsserted(() -> {
			assertThat(browser.text("#moment")).startsWith("version 1,").contains("by baker-");
			assertThat(browser.row("baked")).element(1).isEqualTo("1");
			assertThat(browser.row("eaten")).isEmpty();
		});
		long now = Long.parseLong(String.valueOf(browser.script("return document.querySelector('#slider').max")));
		browser.element("#against").sendKeys(String.valueOf(now));
		await().atMost(BOUND).untilAsserted(() -> {
			assertThat(browser.row("baked")).element(1).asString().startsWith("1").hasSizeGreaterThan(1);
			assertThat(browser.text("#table .row.added")).contains("eaten");
		});
		browser.click("#live");
		await().atMost(BOUND).untilAsserted(() -> assertThat(browser.text("#moment")).startsWith("now"));
		long live = baked(browser);
		await().atMost(BOUND).untilAsserted(() -> assertThat(baked(browser)).isGreaterThan(live));
	}

	/** Nothing is cut, and rows that flash are as wide as their table. */
	private static void fitsAPhone(Browser browser) {
		browser.emulate(390, 844, true, "light");
		await().atMost(BOUND)
			.untilAsserted(() -> assertThat(browser
				.script("""
						const width = (selector) => document.querySelector(selector).getBoundingClientRect().width;
						const { scrollWidth, clientWidth } = document.querySelector('#processes .scroll');
						const facts = [...document.querySelectorAll('#facts div')].map((fact) => fact.getBoundingClientRect().top);
						return [document.documentElement.scrollWidth, scrollWidth - clientWidth, new Set(facts).size,
							width('#table .row.body') - width('#table')].join(' ')"""))
				.isEqualTo("390 0 1 0"));
		browser.emulate(1400, 1000, false, "light");
	}

	/** Stopped by a signal, and let go on. */
	private static void showsAHungWorker(Browser browser) throws Exception {
		String pid = browser.process("baker-2").get(2);
		signal("STOP", pid);
		try {
			await().atMost(BOUND).untilAsserted(() -> {
				assertThat(browser.process("baker-2")).element(1).isEqualTo("hung");
				assertThat(browser.text("[data-process=baker-2] .badge.bad")).isEqualTo("hung");
				assertThat(browser.text("[data-process=baker-2] .reason")).startsWith("no heartbeat for ");
				assertThat(browser.text("#processes .summary")).contains("1 hung");
			});
		}
		finally {
			signal("CONT", pid);
		}
		await().atMost(BOUND).untilAsserted(() -> {
			assertThat(browser.process("baker-2")).element(1).isEqualTo("running");
			assertThat(browser.process("baker-2")).element(2).isEqualTo(pid);
			assertThat(browser.text("[data-process=baker-2] .reason")).isEmpty();
		});
	}

	private static void signal(String name, String pid) throws Exception {
		assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
	}

	private static void showsAKilledWorker(Browser browser) {
		ProcessHandle.of(Long.parseLong(browser.process("baker-2").get(2))).orElseThrow().destroyForcibly();
		await().atMost(BOUND)
			.untilAsserted(() -> assertThat(browser.process("baker-2")).element(1)
				.asString()
				.isNotEqualTo("running")
				.contains("SIGKILL"));
	}

	/** The eater watches, and is restarted without being told to. */
	private static void showsARestart(Browser browser) {
		String pid = browser.process("eater-1").get(2);
		ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
		await().atMost(BOUND).untilAsserted(() -> {
			List<String> cells = browser.process("eater-1");
			assertThat(cells.get(1)).isEqualTo("running");
			assertThat(cells.get(2)).isNotEqualTo(pid);
			assertThat(cells.get(4)).isEqualTo("2");
		});
	}

	private static void refusesOperationsWithoutAccess(Browser browser) {
		browser.click("[data-process=baker-2] button");
		assertThat(browser.element("#process").getText()).contains("SIGKILL");
		assertThat(browser.element("#process [data-do=start]").isDisplayed()).isFalse();
		browser.click("#process button[value=close]");
		Object status = browser.asynchronous(
				"""
						fetch('zproc/processes/baker-2', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"action":"restart"}' })
							.then((response) => arguments[0](response.status))""");
		assertThat(status).isEqualTo(405L);
	}

	@Test
	void operatesWhereAccessAllowsAndShowsValuesAsText() throws Exception {
		Browser browser = open("--cookies.count=3", "--management.endpoint.zproc.access=unrestricted");
		await().atMost(BOUND).untilAsserted(() -> assertThat(browser.row("eaten")).element(1).isEqualTo("6"));
		browser
			.script("""
					[...document.querySelectorAll('#table .row.body')].find((row) => row.dataset.key === 'eaten').click()""");
		browser.element("#entry textarea").clear();
		browser.element("#entry textarea").sendKeys("\"<img src=x onerror=alert(1)><script>alert(2)</script>\"");
		browser.click("#entry [data-do=set]");
		await().atMost(BOUND)
			.untilAsserted(() -> assertThat(browser.row("eaten")).element(1).asString().contains("<script>"));
		assertThat(browser.script("return document.querySelectorAll('main img, body script').length")).isEqualTo(0L);
		assertThat(browser.row("eaten").get(4)).isEqualTo("anonymous, at the endpoint");
		await().atMost(BOUND)
			.untilAsserted(() -> assertThat(browser.process("baker-1")).element(1).asString().startsWith("exited"));
		browser.click("[data-process=baker-1] button");
		browser.click("#process [data-do=start]");
		await().atMost(BOUND)
			.untilAsserted(() -> assertThat(browser.process("baker-1")).element(1).isEqualTo("running"));
		assertThat(browser.complaints()).isEmpty();
	}

	/**
	 * Takes the pictures of the documentation, by
	 * {@code -Dit.test=PageIT -Dzproc.test.screenshots=../docs/images}.
	 */
	@Test
	@EnabledIfSystemProperty(named = "zproc.test.screenshots", matches = ".+")
	void isPhotographed() throws Exception {
		Path folder = Files.createDirectories(Path.of(System.getProperty("zproc.test.screenshots")));
		Browser browser = open("--cookies.count=100000", "--cookies.delay=700ms",
				"--management.endpoint.zproc.access=unrestricted");
		await().atMost(BOUND).untilAsserted(() -> assertThat(baked(browser)).isGreaterThan(60));
		browser.emulate(1280, 800, false, "light");
		await().atMost(BOUND).until(() -> !browser.text("#changes ol").isEmpty());
		Files.write(folder.resolve("page.png"), browser.screenshot());
		browser.emulate(1280, 800, false, "dark");
		looksAtADifference(browser);
		awaitCharts(browser);
		Files.write(folder.resolve("page-dark.png"), browser.screenshot());
		browser.emulate(390, 844, true, "light");
		browser.click("#live");
		await().atMost(BOUND).untilAsserted(() -> assertThat(browser.text("#moment")).startsWith("now"));
		awaitCharts(browser);
		Files.write(folder.resolve("page-phone.png"), browser.screenshot());
		browser.emulate(1280, 800, false, "light");
		browser.click("[data-process=baker-1] button");
		await().atMost(BOUND).until(() -> browser.text("#process .lines", "span").size() > 10);
		awaitCharts(browser);
		Files.write(folder.resolve("page-process.png"), browser.screenshot());
	}

	/** They have the colours of a new light when they are drawn next. */
	private static void awaitCharts(Browser browser) {
		String facts = browser.text("#facts");
		await().atMost(BOUND).until(() -> !browser.text("#facts").equals(facts));
	}

	/**
	 * Measures, by {@code -Dit.test=PageIT -Dzproc.test.measure=true}.
	 */
	@Test
	@EnabledIfSystemProperty(named = "zproc.test.measure", matches = "true")
	void staysResponsiveWithManyKeysAndChanges() throws Exception {
		Browser browser = open("--cookies.count=0", "--management.endpoint.zproc.access=unrestricted");
		String figures = new PageMeasurement(browser.address()).run(browser);
		Files.writeString(Path.of("target/page-measurement.txt"), figures);
		assertThat(figures).contains("10,000 keys");
	}

	private static void looksAtADifference(Browser browser) {
		browser.element("#slider").sendKeys(Keys.HOME);
		await().atMost(BOUND).untilAsserted(() -> assertThat(browser.text("#moment")).startsWith("version 0"));
		browser.script("for (let i = 0; i < 20; i++) document.querySelector('#forth').click()");
		browser.element("#against").sendKeys("50");
		await().atMost(BOUND).until(() -> !browser.row("baked").isEmpty());
	}

	private static long baked(Browser browser) {
		List<String> row = browser.row("baked");
		return row.isEmpty() ? 0 : Long.parseLong(row.get(1));
	}

}
