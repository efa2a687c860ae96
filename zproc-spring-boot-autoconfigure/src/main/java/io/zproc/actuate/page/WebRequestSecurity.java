package io.zproc.actuate.page;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.web.context.request.WebRequest;

/**
 * Who has made a request to Spring MVC.
 *
 * @param request the request
 */
record WebRequestSecurity(WebRequest request) implements SecurityContext {

	@Override
	public @Nullable Principal getPrincipal() {
		return this.request.getUserPrincipal();
	}

	@Override
	public boolean isUserInRole(String role) {
		return this.request.isUserInRole(role);
	}

}
