package io.zproc.actuate.page;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * What of the endpoint's address belongs to the page: the address itself, for who prefers
 * HTML to JSON, and the segment {@code page} below it.
 *
 * @param path the path of the endpoint
 */
record PageAddress(String path) {

	private static final String RESERVED = "/page/";

	private static final String EVENTS = "events";

	private static final String TOKEN = "token";

	boolean isIndex(String requested) {
		return requested.equals(this.path);
	}

	boolean isEvents(String requested) {
		return EVENTS.equals(name(requested));
	}

	boolean isToken(String requested) {
		return TOKEN.equals(name(requested));
	}

	/**
	 * The pattern of the addresses below the endpoint.
	 */
	String pattern() {
		return this.path + RESERVED + "{name}";
	}

	/**
	 * The name of what is asked for.
	 * @return the name, {@code null} when it is not the page's
	 */
	@Nullable String name(String requested) {
		String prefix = this.path + RESERVED;
		return requested.startsWith(prefix) ? requested.substring(prefix.length()) : null;
	}

	/**
	 * Whether somebody prefers HTML to JSON: who names neither is a program.
	 */
	static boolean isWanted(@Nullable String accept) {
		try {
			return isWanted(MediaType.parseMediaTypes(accept));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static boolean isWanted(List<MediaType> accepted) {
		double html = 0;
		double json = 0;
		for (MediaType type : accepted) {
			if (MediaType.TEXT_HTML.equalsTypeAndSubtype(type) && type.getQualityValue() > json) {
				html = Math.max(html, type.getQualityValue());
			}
			else if ("json".equals(type.getSubtype()) || "json".equals(type.getSubtypeSuffix())) {
				json = Math.max(json, type.getQualityValue());
			}
		}
		return html > 0 && html >= json;
	}

}
