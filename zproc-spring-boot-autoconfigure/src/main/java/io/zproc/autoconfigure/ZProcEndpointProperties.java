package io.zproc.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the zproc endpoint.
 *
 * @param showValues When to show the values of the state.
 * @param roles Roles used to determine whether a user is authorized to be shown values.
 * When empty, all authenticated users are authorized.
 * @param maxEntries Largest number of entries or changes of a namespace that are shown at
 * once.
 * @param page Whether browsers get a live page at the address of the endpoint.
 * @since 0.1.0
 */
@ConfigurationProperties("management.endpoint.zproc")
public record ZProcEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles,
		@DefaultValue("1000") int maxEntries, @DefaultValue("true") boolean page) {

	/**
	 * Checks the properties.
	 */
	public ZProcEndpointProperties {
		Require.atLeast("management.endpoint.zproc.max-entries", maxEntries, 0);
	}

}
