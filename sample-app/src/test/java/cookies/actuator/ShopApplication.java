package cookies.actuator;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import io.zproc.OnStateChange;
import io.zproc.ZProcWorker;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * An application with a state, a watcher and two users, on either web stack.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ShopApplication {

	/**
	 * Boot would make a management server of both, Netty and Tomcat, where both are
	 * there.
	 */
	private static final String TOMCAT_FOR_WEBFLUX = "org.springframework.boot.tomcat.autoconfigure.actuate.web.server"
			+ ".TomcatReactiveManagementContextAutoConfiguration";

	/**
	 * Starts it, all of it in this process.
	 * @param type the web stack
	 * @param properties what is set beside the defaults
	 * @return the application
	 */
	public static ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
		return new SpringApplicationBuilder(ShopApplication.class).web(type)
			.properties("zproc.mode=in-process", "server.port=0", "management.endpoints.web.exposure.include=*",
					"management.endpoint.zproc.show-values=always", "spring.main.banner-mode=off",
					"spring.config.location=optional:file:./none/", "shop.secured=false", "shop.csrf=false",
					"spring.autoconfigure.exclude=" + TOMCAT_FOR_WEBFLUX,
					// Netty's threads would wait for two seconds whether they are needed.
					"spring.reactor.netty.shutdown-quiet-period=0s")
			.properties(properties)
			.run();
	}

	@Bean
	SlowWatcher slowWatcher() {
		return new SlowWatcher();
	}

	@Bean
	Packer packer() {
		return new Packer();
	}

	/**
	 * An order, to be shown.
	 *
	 * @param orderId its number
	 * @param placed when it was placed
	 * @param lines what was ordered
	 */
	public record Order(long orderId, LocalDate placed, List<Line> lines) {

	}

	/**
	 * A line of an order.
	 *
	 * @param articleName what was ordered
	 * @param note what is said about it
	 */
	public record Line(String articleName, String note) {

	}

	/**
	 * Packs, when it is started.
	 */
	public static class Packer {

		/** The calls that may go on. */
		public final Semaphore mayWrap = new Semaphore(0);

		/**
		 * Packs one box, for a swarm.
		 * @param box its number
		 */
		@ZProcWorker(name = "wrap", autoStart = false)
		public void wrap(Integer box) throws InterruptedException {
			this.mayWrap.acquire();
		}

		@ZProcWorker(name = "packer", autoStart = false)
		void pack() throws InterruptedException {
			new CountDownLatch(1).await();
		}

	}

	/**
	 * Waits until a test lets it go on.
	 */
	public static class SlowWatcher {

		/** The calls that may go on. */
		public final Semaphore mayGoOn = new Semaphore(0);

		@OnStateChange("slow")
		void changed() throws InterruptedException {
			this.mayGoOn.acquire();
		}

	}

	private static UserDetails user(String name, String role) {
		return User.withUsername(name).password("{noop}secret").roles(role).build();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class Servlet {

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(user("ana", "USER"), user("olga", "OPS"));
		}

		@Bean
		SecurityFilterChain security(HttpSecurity http, Environment environment) {
			if (environment.getRequiredProperty("shop.secured", Boolean.class)) {
				http.authorizeHttpRequests((requests) -> requests
					.requestMatchers(EndpointRequest.to("zproc").withHttpMethod(HttpMethod.GET))
					.hasAnyRole("USER", "OPS")
					.requestMatchers(EndpointRequest.to("zproc"))
					.hasRole("OPS")
					.anyRequest()
					.permitAll());
			}
			else {
				http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll());
			}
			if (environment.getRequiredProperty("shop.csrf", Boolean.class)) {
				http.formLogin(Customizer.withDefaults());
			}
			else {
				http.csrf((csrf) -> csrf.disable());
			}
			return http.httpBasic(Customizer.withDefaults()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class Reactive {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(user("ana", "USER"), user("olga", "OPS"));
		}

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http, Environment environment) {
			if (environment.getRequiredProperty("shop.secured", Boolean.class)) {
				http.authorizeExchange((exchanges) -> exchanges
					.matchers(org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest
						.to("zproc")
						.withHttpMethod(HttpMethod.GET))
					.hasAnyRole("USER", "OPS")
					.matchers(org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest
						.to("zproc"))
					.hasRole("OPS")
					.anyExchange()
					.permitAll());
			}
			else {
				http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll());
			}
			if (environment.getRequiredProperty("shop.csrf", Boolean.class)) {
				http.formLogin(Customizer.withDefaults());
			}
			else {
				http.csrf((csrf) -> csrf.disable());
			}
			return http.httpBasic(Customizer.withDefaults()).build();
		}

	}

}
