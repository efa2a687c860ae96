package io.zproc.actuate.page;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * What shows that a request comes from the page and was not forged, where Spring Security
 * wants to see that. Wherever it keeps its token, it gives it to each request, and other
 * sites cannot read the answer. The page asks for it before each operation: who only
 * looks needs no session.
 *
 * @param header the header that it belongs into, empty when nothing is wanted
 * @param value its value
 */
record PageToken(String header, String value) {

	/** Nothing is wanted. */
	static final PageToken NONE = new PageToken("", "");

	ResponseEntity<byte[]> response() {
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_JSON)
			.cacheControl(CacheControl.noStore())
			.header("X-Content-Type-Options", "nosniff")
			.body(json());
	}

	private byte[] json() {
		ObjectNode json = PageJson.object();
		if (!this.header.isEmpty()) {
			json.put("header", this.header).put("token", this.value);
		}
		return json.toString().getBytes(StandardCharsets.UTF_8);
	}

}
