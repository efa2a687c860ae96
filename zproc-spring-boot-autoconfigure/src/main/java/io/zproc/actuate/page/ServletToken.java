package io.zproc.actuate.page;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * The token against forged requests on Spring MVC. Spring Security need not be there.
 */
final class ServletToken {

	private static final String ATTRIBUTE = "org.springframework.security.web.csrf.CsrfToken";

	ResponseEntity<byte[]> token(HttpServletRequest request) {
		Object token = request.getAttribute(ATTRIBUTE);
		return ((token != null) ? WhereItIs.read(token) : PageToken.NONE).response();
	}

	private static final class WhereItIs {

		private static PageToken read(Object token) {
			CsrfToken csrf = (CsrfToken) token;
			return new PageToken(csrf.getHeaderName(), csrf.getToken());
		}

	}

}
