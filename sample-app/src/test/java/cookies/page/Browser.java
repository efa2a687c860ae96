package cookies.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A browser without a window, of the system's packages: nothing is downloaded.
 */
final class Browser implements AutoCloseable {

	private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/local/bin", "/usr/lib/chromium");

	private final ChromeDriver driver;

	Browser(Path profile, String... arguments) {
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(find("chromedriver").orElseThrow().toFile())
			.usingAnyFreePort()
			.build();
		ChromeOptions options = new ChromeOptions();
		options.setBinary(find("chromium").orElseThrow().toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--hide-scrollbars", "--lang=en-US", "--window-size=1400,1000", "--user-data-dir=" + profile);
		options.addArguments(arguments);
		options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
		this.driver = new ChromeDriver(service, options);
	}

	/**
	 * Why there is no browser, empty when there is one.
	 */
	static String missing() {
		return List.of("chromium", "chromedriver").stream().allMatch((name) -> find(name).isPresent()) ? ""
				: "There is no chromium and chromedriver in " + FOLDERS
						+ " (Debian: apt-get install chromium chromium-driver)";
	}

	/**
	 * Skips the test where there is none, or fails it where there has to be one.
	 */
	static void require() {
		String missing = missing();
		if ("required".equals(System.getProperty("zproc.test.browser"))) {
			assertThat(missing).isEmpty();
		}
		assumeTrue(missing.isEmpty(), missing);
	}

	private static Optional<Path> find(String name) {
		return FOLDERS.stream().map((folder) -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
	}

	/**
	 * Opens the live page of an application and waits until it is live.
	 */
	void openPage(String application) {
		this.driver.get(application + "/actuator/zproc");
		await().atMost(CookiePage.BOUND).until(() -> text("#connection").equals("live"));
	}

	String address() {
		return this.driver.getCurrentUrl();
	}

	String text(String selector) {
		return String.valueOf(script("return document.querySelector(arguments[0])?.textContent ?? ''", selector));
	}

	/**
	 * The texts of elements below one.
	 */
	@SuppressWarnings("unchecked")
	List<String> text(String selector, String below) {
		return (List<String>) script(
				"return [...document.querySelectorAll(`${arguments[0]} ${arguments[1]}`)].map((element) => element.textContent)",
				selector, below);
	}

	Object script(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	WebElement element(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	void click(String selector) {
		element(selector).click();
	}

	/**
	 * The cells of the row of a key, empty when it is not in sight.
	 */
	@SuppressWarnings("unchecked")
	List<String> row(String key) {
		return (List<String>) script(
				"""
						const row = [...document.querySelectorAll('#table .row.body')].find((row) => row.dataset.key === arguments[0]);
						return row ? [...row.children].map((cell) => cell.textContent) : []""",
				key);
	}

	/**
	 * The cells of the row of a process, empty when there is none.
	 */
	@SuppressWarnings("unchecked")
	List<String> process(String id) {
		return (List<String>) script("""
				const row = document.querySelector(`[data-process="${arguments[0]}"]`);
				return row ? [...row.cells].map((cell) => cell.textContent) : []""", id);
	}

	/**
	 * What scripts have complained about, and what the policy has blocked.
	 */
	List<String> complaints() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	/**
	 * As another screen, or in another light.
	 */
	void emulate(int width, int height, boolean isPhone, String scheme) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", isPhone));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/**
	 * Types where the focus is.
	 */
	void type(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	byte[] screenshot() {
		return this.driver.getScreenshotAs(OutputType.BYTES);
	}

	void waitAtMost(Duration scriptTimeout) {
		this.driver.manage().timeouts().scriptTimeout(scriptTimeout);
	}

	Object asynchronous(String script, Object... arguments) {
		return this.driver.executeAsyncScript(script, arguments);
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
