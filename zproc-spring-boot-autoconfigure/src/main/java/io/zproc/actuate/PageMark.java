package io.zproc.actuate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Where a page of entries ended: a text that who reads on gives back.
 *
 * @param position the position of the last entry
 * @param key its key
 */
record PageMark(long position, String key) {

	static final PageMark BEGINNING = new PageMark(-1, "");

	static PageMark parse(@Nullable String text) {
		if (text == null || text.isEmpty()) {
			return BEGINNING;
		}
		try {
			String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
			int colon = decoded.indexOf(':');
			return new PageMark(Long.parseLong(decoded.substring(0, Math.max(0, colon))), decoded.substring(colon + 1));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEndpointRequestException("after: '" + text + "' (expected: the 'next' of a page)",
					"after must be the 'next' of a page", ex);
		}
	}

	@Override
	public String toString() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString((this.position + ":" + this.key).getBytes(StandardCharsets.UTF_8));
	}

}
