package io.zproc.autoconfigure;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.zproc.actuate.EndpointParts;
import io.zproc.actuate.ZProcDescriptor;
import io.zproc.actuate.StateDescriptor.NamespaceDescriptor;
import io.zproc.actuate.ZProcEndpoint;
import io.zproc.actuate.ZProcEndpointWebExtension;
import io.zproc.client.StateEngine;
import io.zproc.client.StateFixture;
import io.zproc.process.StateConnection;
import io.zproc.process.StateSource;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZProcEndpointAutoConfiguration}.
 */
@LeakChecked
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class ZProcEndpointAutoConfigurationTests {

	private static final String HIDDEN = "******";

	private static final String HINT = "The endpoint /actuator/zproc is not exposed";

	private final AutoConfigurations configurations = AutoConfigurations.of(ZProcAutoConfiguration.class,
			ZProcEndpointAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(this.configurations);

	private final WebApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=zproc");

	@Test
	void isThereWhenItIsExposed(CapturedOutput output) {
		this.exposed.run((context) -> assertThat(context).hasSingleBean(ZProcEndpoint.class)
			.hasSingleBean(ZProcEndpointWebExtension.class));
		assertThat(output).doesNotContain(HINT);
	}

	@Test
	void saysHowToExposeIt(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ZProcEndpoint.class)
			.doesNotHaveBean(ZProcEndpointWebExtension.class)
			.doesNotHaveBean(ZProcEndpointProperties.class));
		assertThat(output.getOut().lines().filter((line) -> line.contains(HINT))).singleElement()
			.asString()
			.contains("INFO")
			.contains("management.endpoints.web.exposure.include=health,zproc");
	}

	@Test
	void saysNothingWithoutAWebServer(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(this.configurations)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ZProcEndpoint.class));
		assertThat(output).doesNotContain(HINT);
	}

	@Test
	void isNotThereWithoutAccess() {
		this.exposed.withPropertyValues("management.endpoint.zproc.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ZProcEndpoint.class)
				.doesNotHaveBean(ZProcEndpointWebExtension.class));
	}

	@Test
	void doesNotAdviseToExposeWhatMayNotBeAccessed(CapturedOutput output) {
		this.exposed.withPropertyValues("management.endpoint.zproc.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withPropertyValues("management.endpoints.access.default=NONE")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(HINT);
	}

	@Test
	void applicationStartsWithoutTheActuator() {
		this.exposed.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(StateConnection.class)
				.doesNotHaveBean("zprocEndpoint")
				.doesNotHaveBean("zprocEndpointHint"));
		this.exposed.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("zprocEndpoint"));
	}

	@Test
	void isNotThereWhenZProcIsOff(CapturedOutput output) {
		this.exposed.withPropertyValues("zproc.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ZProcEndpoint.class));
		assertThat(output).doesNotContain(HINT);
	}

	@Test
	void backsOffForTheUsersEndpoint() {
		ZProcEndpoint own = new ZProcEndpoint(new EndpointParts(null, null, null, null, null, null, null), "own",
				List.of(), Show.NEVER, 1);
		ZProcEndpointWebExtension extension = new ZProcEndpointWebExtension(own, Show.NEVER, Set.of());
		this.exposed.withBean("own", ZProcEndpoint.class, () -> own)
			.withBean("ownExtension", ZProcEndpointWebExtension.class, () -> extension)
			.run((context) -> {
				assertThat(context).getBean(ZProcEndpoint.class).isSameAs(own);
				assertThat(context).getBean(ZProcEndpointWebExtension.class).isSameAs(extension);
			});
	}

	@Test
	void refusesNegativeMaxEntries() {
		this.exposed.withPropertyValues("management.endpoint.zproc.max-entries=-1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("management.endpoint.zproc.max-entries: -1 (expected: >= 0)"));
	}

	@Test
	void hidesValuesUnlessAsked() {
		withState(this.exposed, (endpoint, web) -> {
			assertThat(entries(endpoint.zproc())).containsExactlyEntriesOf(Map.of("a", HIDDEN));
			assertThat(entries(web.zproc(user("ana", "ADMIN")))).containsValue(HIDDEN);
		});
	}

	@Test
	void alwaysShowsValuesWhenAsked() {
		withState(this.exposed.withPropertyValues("management.endpoint.zproc.show-values=always"), (endpoint, web) -> {
			assertThat(entries(endpoint.zproc())).containsValue(1);
			assertThat(entries(web.zproc(SecurityContext.NONE))).containsValue(1);
		});
	}

	@Test
	void showsValuesToWhoIsAuthorized() {
		withState(this.exposed.withPropertyValues("management.endpoint.zproc.show-values=when-authorized"),
				(endpoint, web) -> {
					assertThat(entries(endpoint.zproc())).containsValue(1);
					assertThat(entries(web.zproc(SecurityContext.NONE))).containsValue(HIDDEN);
					assertThat(entries(web.zproc(user("ana", "NONE")))).containsValue(1);
				});
	}

	@Test
	void showsValuesToWhoHasOneOfTheRoles() {
		withState(this.exposed.withPropertyValues("management.endpoint.zproc.show-values=when-authorized",
				"management.endpoint.zproc.roles=ADMIN,OPS"), (endpoint, web) -> {
					assertThat(entries(web.zproc(SecurityContext.NONE))).containsValue(HIDDEN);
					assertThat(entries(web.zproc(user("ana", "GUEST")))).containsValue(HIDDEN);
					assertThat(entries(web.zproc(user("ana", "OPS")))).containsValue(1);
				});
	}

	@Test
	void sanitizingFunctionsHideSingleValues() {
		withState(
				this.exposed.withPropertyValues("management.endpoint.zproc.show-values=always")
					.withBean(SanitizingFunction.class, () -> SanitizingFunction.sanitizeValue().ifKeyEquals("a")),
				(endpoint, web) -> assertThat(entries(endpoint.zproc())).containsValue(HIDDEN));
	}

	@Test
	void showsNoMoreThanMaxEntries() {
		try (StateFixture fixture = new StateFixture()) {
			fixture.state().putAll(Map.of("a", 1, "b", 2, "c", 3));
			fixture.state().namespace("few").putAll(Map.of("a", 1, "b", 2));
			run(fixture, this.exposed.withPropertyValues("management.endpoint.zproc.max-entries=2"),
					(endpoint, web) -> {
						NamespaceDescriptor many = endpoint.zproc().namespaces().get("default");
						assertThat(many.entries()).hasSize(2);
						assertThat(many.size()).isEqualTo(3);
						assertThat(many.truncated()).isTrue();
						NamespaceDescriptor few = endpoint.zproc().namespaces().get("few");
						assertThat(few.entries()).hasSize(2);
						assertThat(few.truncated()).isFalse();
					});
			run(fixture, this.exposed.withPropertyValues("management.endpoint.zproc.max-entries=0"),
					(endpoint, web) -> {
						NamespaceDescriptor none = endpoint.zproc().namespaces().get("default");
						assertThat(none.entries()).isEmpty();
						assertThat(none.size()).isEqualTo(3);
						assertThat(none.truncated()).isTrue();
					});
		}
	}

	@Test
	void describesTheServer() {
		withState(this.exposed, (endpoint, web) -> {
			ZProcDescriptor descriptor = endpoint.zproc();
			assertThat(descriptor.server().pid()).isEqualTo(ProcessHandle.current().pid());
			assertThat(descriptor.server().address()).startsWith("tcp://127.0.0.1:");
			assertThat(descriptor.server().error()).isNull();
			assertThat(descriptor.namespaces()).containsOnlyKeys("default");
			assertThat(descriptor.namespaces().get("default").version()).isEqualTo(1);
			assertThat(descriptor.processes()).isEmpty();
			assertThat(descriptor.watchers()).isEmpty();
		});
	}

	@Test
	void showsThatTheServerIsGone() {
		try (StateFixture fixture = new StateFixture()) {
			run(fixture, this.exposed, (endpoint, web) -> {
				fixture.client().engine().serverLost("The state server (pid 1) exited with 137");
				assertThat(endpoint.zproc().server().error()).contains("The state server (pid 1) exited with 137");
				assertThat(endpoint.zproc().namespaces()).isEmpty();
			});
		}
	}

	private interface Check {

		void on(ZProcEndpoint endpoint, ZProcEndpointWebExtension web);

	}

	private static void withState(WebApplicationContextRunner runner, Check check) {
		try (StateFixture fixture = new StateFixture()) {
			fixture.state().put("a", 1);
			run(fixture, runner, check);
		}
	}

	private static void run(StateFixture fixture, WebApplicationContextRunner runner, Check check) {
		StateConnection connection = new StateConnection(new StateSource() {

			@Override
			public StateEngine open() {
				return fixture.client().engine();
			}

			@Override
			public void close() {
			}

		}, (engine) -> fixture.client(), "default");
		runner.withBean(StateConnection.class, () -> connection)
			.run((context) -> check.on(context.getBean(ZProcEndpoint.class),
					context.getBean(ZProcEndpointWebExtension.class)));
	}

	private static Map<String, Object> entries(ZProcDescriptor descriptor) {
		return descriptor.namespaces().get("default").entries();
	}

	private static SecurityContext user(String name, String role) {
		return new SecurityContext() {

			@Override
			public Principal getPrincipal() {
				return () -> name;
			}

			@Override
			public boolean isUserInRole(String asked) {
				return role.equals(asked);
			}

		};
	}

}
