package io.zproc.actuate.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;
import org.springframework.web.util.HtmlUtils;

/**
 * The files of the page, out of the jar, and those of the library that draws its charts,
 * out of the library's jar.
 */
final class PageAssets {

	private static final Map<String, MediaType> TYPES = Map.of("html", MediaType.valueOf("text/html;charset=UTF-8"),
			"js", MediaType.valueOf("text/javascript;charset=UTF-8"), "css",
			MediaType.valueOf("text/css;charset=UTF-8"), "svg", MediaType.valueOf("image/svg+xml"));

	private static final Pattern NAME = Pattern.compile("[a-z]+\\.(js|css|svg)");

	private static final Map<String, String> LIBRARY = Map.of("uplot.js", "uPlot.iife.min.js", "uplot.css",
			"uPlot.min.css");

	private static final String BASE = "{base}";

	private final PageAddress address;

	private final String base;

	private final Map<String, PageAsset> loaded = new ConcurrentHashMap<>();

	/**
	 * Creates the files.
	 * @param path the path of the endpoint
	 */
	PageAssets(String path) {
		this.address = new PageAddress(path);
		// Relative to the page, whatever a proxy puts before the path.
		String last = path.substring(path.lastIndexOf('/') + 1);
		this.base = last.isEmpty() ? "." : last;
	}

	PageAddress address() {
		return this.address;
	}

	/**
	 * The file at an address.
	 * @param path the address
	 * @param accept what who asks for it accepts, as in the header
	 * @return the file, {@code null} when there is none for them
	 */
	@Nullable PageAsset at(String path, @Nullable String accept) {
		if (this.address.isIndex(path)) {
			return PageAddress.isWanted(accept) ? index() : null;
		}
		String name = this.address.name(path);
		return (name != null) ? get(name) : null;
	}

	private PageAsset index() {
		PageAsset index = find("index.html");
		if (index == null) {
			throw new IllegalStateException("The page is missing in the jar of ZProc");
		}
		return index;
	}

	/**
	 * A file.
	 * @param name its name
	 * @return the file, {@code null} when there is none of that name
	 */
	private @Nullable PageAsset get(String name) {
		return NAME.matcher(name).matches() ? find(name) : null;
	}

	private @Nullable PageAsset find(String name) {
		PageAsset known = this.loaded.get(name);
		if (known != null) {
			return known;
		}
		byte[] content = read(name);
		MediaType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
		if (content == null || type == null) {
			return null;
		}
		PageAsset asset = new PageAsset(type, content, '"' + DigestUtils.md5DigestAsHex(content) + '"');
		this.loaded.put(name, asset);
		return asset;
	}

	private byte @Nullable [] read(String name) {
		String library = LIBRARY.get(name);
		byte[] content = resource((library != null) ? libraryFolder() + library : "/io/zproc/actuate/page/" + name);
		if (content != null && name.endsWith(".html")) {
			String text = new String(content, StandardCharsets.UTF_8).replace(BASE, HtmlUtils.htmlEscape(this.base));
			return text.getBytes(StandardCharsets.UTF_8);
		}
		return content;
	}

	/**
	 * A WebJar has the library's version in its folder's name.
	 */
	private static String libraryFolder() {
		try (InputStream in = PageAssets.class
			.getResourceAsStream("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
			Properties properties = new Properties();
			if (in != null) {
				properties.load(in);
			}
			return "/META-INF/resources/webjars/uplot/" + properties.getProperty("version") + "/dist/";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte @Nullable [] resource(String name) {
		try (InputStream in = PageAssets.class.getResourceAsStream(name)) {
			return (in != null) ? in.readAllBytes() : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("A file of the page cannot be read: " + name, ex);
		}
	}

}
