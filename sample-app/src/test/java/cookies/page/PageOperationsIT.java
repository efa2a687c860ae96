package cookies.page;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import cookies.actuator.ShopApplication;
import io.zproc.ProcessManager;
import io.zproc.SharedState;
import io.zproc.Swarm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What people do on the live page, in a real browser, by keyboard where they can.
 */
@Timeout(720)
class PageOperationsIT {

	private static final Duration BOUND = CookiePage.BOUND;

	private static final String ACCESS = "management.endpoint.zproc.access=unrestricted";

	@TempDir
	Path directory;

	@BeforeEach
	void needsABrowser() {
		Browser.require();
	}

	@Test
	void followsTheOutputOfAProcessAndRestartsAndScalesIt() throws Exception {
		try (CookiePage page = new CookiePage(this.directory)) {
			Browser browser = page.open("--cookies.count=100000", "--cookies.delay=100ms", "--" + ACCESS,
					"--zproc.workers.baker.jvm-args=-XX:+PrintCommandLineFlags,-XX:OnError=<script>alert(1)</script>",
					"--zproc.server.jvm-args=-Xlog:gc");
			await().atMost(BOUND).untilAsserted(() -> assertThat(state(browser, "baker-1")).isEqualTo("running"));
			opensByKeyboard(browser, "baker-1");
			followsTheEnd(browser);
			assertThat(browser.text("#process .lines")).contains("-XX:OnError=<script>alert(1)</script>");
			assertThat(browser.script("return document.querySelectorAll('.lines script').length")).isEqualTo(0L);
			staysWhereSomebodyReads(browser);
			restarts(browser);
			scales(browser);
			browser.type(Keys.ESCAPE);
			assertThat(browser.element("#process").isDisplayed()).isFalse();
			opensByKeyboard(browser, "server");
			await().atMost(BOUND).untilAsserted(() -> assertThat(browser.text("#process .lines")).contains("[gc]"));
			assertThat(browser.element("#process [data-do=stop]").isDisplayed()).isFalse();
			browser.type(Keys.ESCAPE);
			assertThat(browser.complaints()).isEmpty();
		}
	}

	private static String state(Browser browser, String process) {
		List<String> cells = browser.process(process);
		return cells.isEmpty() ? "" : cells.get(1);
	}

	/** With Tab to its row, and Enter. */
	private static void opensByKeyboard(Browser browser, String process) {
		browser.script("document.querySelector('#processes .scroll').focus()");
		await().atMost(BOUND).until(() -> {
			browser.type(Keys.TAB);
			return process.equals(browser.script("return document.activeElement.dataset.id ?? ''"));
		});
		browser.type(Keys.ENTER);
		assertThat(browser.element("#process").isDisplayed()).isTrue();
	}

	private static long baked(Browser browser) {
		return lines(browser).stream().filter((line) -> line.contains("baked cookie")).count();
	}

	private static List<String> lines(Browser browser) {
		return browser.text("#process .lines", "span");
	}

	private static void followsTheEnd(Browser browser) {
		await().atMost(BOUND).until(() -> baked(browser) > 3);
		long before = baked(browser);
		await().atMost(BOUND).until(() -> baked(browser) > Math.max(before, 40));
		assertThat(rest(browser)).isLessThan(2);
	}

	private static long rest(Browser browser) {
		return ((Number) browser.script("""
				const lines = document.querySelector('#process .lines');
				return Math.round(lines.scrollHeight - lines.scrollTop - lines.clientHeight)""")).longValue();
	}

	private static void staysWhereSomebodyReads(Browser browser) {
		browser.script("document.querySelector('#process .lines').focus()");
		browser.type(Keys.HOME);
		await().atMost(BOUND).until(() -> browser.element("#process .log button").isDisplayed() && rest(browser) > 100);
		long before = baked(browser);
		await().atMost(BOUND).until(() -> baked(browser) > before + 3);
		assertThat(rest(browser)).isGreaterThan(100);
		await().atMost(BOUND).until(() -> browser.text("#process .log button").contains(" new)"));
		browser.click("#process .log button");
		await().atMost(BOUND).until(() -> rest(browser) < 2);
		assertThat(browser.element("#process .log button").isDisplayed()).isFalse();
	}

	private static void restarts(Browser browser) {
		String pid = browser.process("baker-1").get(2);
		browser.click("#process [data-do=restart]");
		await().atMost(BOUND).untilAsserted(() -> {
			assertThat(state(browser, "baker-1")).isEqualTo("running");
			assertThat(browser.process("baker-1").get(2)).isNotEqualTo(pid);
		});
		// The output of the process that took its place.
		await().atMost(BOUND).until(() -> lines(browser).stream().anyMatch((line) -> line.endsWith("cookie 1")));
	}

	private static void scales(Browser browser) {
		assertThat(browser.element("#process .scale input").getDomProperty("value")).isEqualTo("2");
		assertThat(browser.element("#process .scale").getText()).contains("Instances", "Scale");
		browser.element("#process .scale input").sendKeys(Keys.ARROW_UP, Keys.ENTER);
		await().atMost(BOUND).untilAsserted(() -> assertThat(state(browser, "baker-3")).isEqualTo("running"));
		browser.element("#process .scale input").clear();
		browser.element("#process .scale input").sendKeys("1");
		browser.click("#process [data-do=scale]");
		await().atMost(BOUND).untilAsserted(() -> {
			assertThat(state(browser, "baker-2")).startsWith("exited");
			assertThat(state(browser, "baker-3")).startsWith("exited");
		});
		assertThat(state(browser, "baker-1")).isEqualTo("running");
	}

	@Test
	void removesAKeyLetsAWatcherGoLiveAndShowsTheProgressOfASwarm() throws Exception {
		// Forged requests are refused: each operation brings a token.
		try (ConfigurableApplicationContext application = ShopApplication.start(WebApplicationType.SERVLET, ACCESS,
				"shop.csrf=true"); Browser browser = new Browser(this.directory.resolve("profile"))) {
			browser.openPage("http://localhost:" + application.getEnvironment().getProperty("local.server.port"));
			SharedState state = application.getBean(SharedState.class);
			ChartScript.check(browser);
			removes(browser, state);
			setsDespiteTheCookieOfAnother(browser, state);
			goesLive(browser, state, application.getBean(ShopApplication.SlowWatcher.class));
			progresses(browser, application.getBean(ProcessManager.class),
					application.getBean(ShopApplication.Packer.class));
			assertThat(browser.complaints()).isEmpty();
		}
	}

	private static void removes(Browser browser, SharedState state) {
		state.put("old", 1);
		state.put("own", 2);
		await().atMost(BOUND).until(() -> !browser.row("own").isEmpty());
		browser.script("document.querySelector('#table').focus()");
		browser.type(Keys.HOME);
		browser.type(Keys.ENTER);
		assertThat(browser.text("#entry h2")).isEqualTo("old");
		browser.click("#entry [data-do=remove]");
		await().atMost(BOUND).until(() -> browser.row("old").isEmpty());
		assertThat(browser.row("own")).isNotEmpty();
		assertThat(state).containsOnlyKeys("own");
		assertThat(browser.text("#changes ol")).contains("old removed");
	}

	/**
	 * Another application of the host has left its cookie: it is tried, and then the page
	 * asks for its own.
	 */
	private static void setsDespiteTheCookieOfAnother(Browser browser, SharedState state) {
		browser.script("document.cookie = 'XSRF-TOKEN=100%stale; path=/'");
		browser.script("document.querySelector('#table').focus()");
		browser.type(Keys.HOME);
		browser.type(Keys.ENTER);
		assertThat(browser.text("#entry h2")).isEqualTo("own");
		browser.element("#entry textarea").clear();
		browser.element("#entry textarea").sendKeys("3");
		browser.click("#entry [data-do=set]");
		await().atMost(BOUND).until(() -> "3".equals(String.valueOf(state.get("own"))));
		await().atMost(BOUND).until(() -> !browser.element("#entry").isDisplayed());
		// The browser tells of what was refused, once.
		assertThat(browser.complaints()).singleElement().asString().contains("/entries?key=own", "403");
		browser.script("document.cookie = 'XSRF-TOKEN=; path=/; max-age=0'");
	}

	private static void goesLive(Browser browser, SharedState state, ShopApplication.SlowWatcher watcher) {
		for (int i = 0; i < 5; i++) {
			state.put("slow", i);
		}
		await().atMost(BOUND).until(() -> browser.text("#watchers .badge").endsWith("behind"));
		browser.script("document.querySelector('#watchers button').focus()");
		browser.type(Keys.ENTER);
		await().atMost(BOUND)
			.until(() -> Boolean.TRUE.equals(browser
				.script("""
						return performance.getEntriesByType('resource')
							.some((entry) => entry.name.endsWith('/watchers/slowWatcher.changed') && entry.responseEnd > 0)""")));
		// For the one that it is at; it would need more for the others.
		watcher.mayGoOn.release();
		await().atMost(BOUND).until(() -> browser.text("#watchers .badge").equals("up to date"));
	}

	private static void progresses(Browser browser, ProcessManager processes, ShopApplication.Packer packer) {
		try (Swarm swarm = processes.swarm("boxes", 2)) {
			IntStream.range(0, 10).forEach((box) -> swarm.worker(ShopApplication.Packer::wrap).submit(box));
			packer.mayWrap.release(4);
			await().atMost(BOUND).until(() -> browser.text("#swarms .soft").equals("4 of 10"));
			assertThat(browser
				.script("const bar = document.querySelector('#swarms progress'); return bar.value / bar.max"))
				.isEqualTo(0.4);
			packer.mayWrap.release(6);
			await().atMost(BOUND).until(() -> browser.text("#swarms .soft").equals("10 of 10"));
		}
		await().atMost(BOUND).until(() -> !browser.element("#swarms").isDisplayed());
	}

}
