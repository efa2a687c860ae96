package io.zproc.actuate.page;

import java.security.Principal;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

/**
 * Who has made a request to Spring WebFlux.
 *
 * @param principal who it is, {@code null} for nobody that is known
 */
record ReactiveRequestSecurity(@Nullable Principal principal) implements SecurityContext {

	private static final String ROLE = "ROLE_";

	@Override
	public @Nullable Principal getPrincipal() {
		return this.principal;
	}

	/**
	 * Has Boot look for the authority, which knows whether there is Spring Security.
	 */
	@Override
	public boolean isUserInRole(String role) {
		return Show.WHEN_AUTHORIZED.isShown(new Authorities(this.principal),
				Set.of(role.startsWith(ROLE) ? role : ROLE + role));
	}

	private record Authorities(@Nullable Principal principal) implements SecurityContext {

		@Override
		public @Nullable Principal getPrincipal() {
			return this.principal;
		}

		@Override
		public boolean isUserInRole(String role) {
			return false;
		}

	}

}
