package io.zproc.actuate.page;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.server.ServerWebExchange;

/**
 * The token against forged requests on Spring WebFlux. Spring Security need not be there.
 */
final class ReactiveToken {

	private static final String ATTRIBUTE = "org.springframework.security.web.server.csrf.CsrfToken";

	Mono<ResponseEntity<byte[]>> token(ServerWebExchange exchange) {
		@Nullable Mono<?> token = exchange.getAttribute(ATTRIBUTE);
		Mono<PageToken> wanted = (token != null) ? token.map(WhereItIs::read) : Mono.empty();
		return wanted.defaultIfEmpty(PageToken.NONE).map(PageToken::response);
	}

	private static final class WhereItIs {

		private static PageToken read(Object token) {
			CsrfToken csrf = (CsrfToken) token;
			return new PageToken(csrf.getHeaderName(), csrf.getToken());
		}

	}

}
