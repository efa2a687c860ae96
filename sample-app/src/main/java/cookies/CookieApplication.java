package cookies;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * The cookie application: bakers bake, an eater eats, each in a process of its own, and
 * the plate is the shared state.
 */
@SpringBootApplication
@EnableConfigurationProperties(CookieProperties.class)
public class CookieApplication {

	/**
	 * Runs the application.
	 * @param args its arguments, such as {@code --cookies.count=100}
	 */
	public static void main(String[] args) {
		SpringApplication.run(CookieApplication.class, args);
	}

}
