package cookies;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the cookie application.
 *
 * @param count How many cookies each baker bakes.
 * @param delay How long a cookie takes.
 */
@ConfigurationProperties("cookies")
public record CookieProperties(@DefaultValue("5") int count, @DefaultValue("200ms") Duration delay) {

}
