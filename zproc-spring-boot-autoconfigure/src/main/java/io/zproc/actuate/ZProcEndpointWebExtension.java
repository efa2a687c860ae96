package io.zproc.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint over HTTP, where who asks decides whether values are shown.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = ZProcEndpoint.class)
public class ZProcEndpointWebExtension {

	private final ZProcEndpoint delegate;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates the extension.
	 * @param delegate the endpoint
	 * @param showValues when values are shown
	 * @param roles the roles of who may see them
	 */
	public ZProcEndpointWebExtension(ZProcEndpoint delegate, Show showValues, Set<String> roles) {
		this.delegate = delegate;
		this.showValues = showValues;
		this.roles = roles;
	}

	/**
	 * Shows everything.
	 * @param securityContext who asks
	 * @return what there is
	 */
	@ReadOperation
	public ZProcDescriptor zproc(SecurityContext securityContext) {
		return this.delegate.describe(this.showValues.isShown(securityContext, this.roles));
	}

}
