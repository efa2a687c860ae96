package io.zproc.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.zproc.apps.SharedArchive;
import io.zproc.worker.ChildJvm.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each JVM costs seconds, so that each test states many facts.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@ExtendWith(SharedArchive.class)
class ChildContextJvmTests {

	private static final String SHOP = "io.zproc.worker.shop.ShopApplication$";

	private static final String PLAIN = "io.zproc.worker.plain.PlainApplication";

	@TempDir
	private Path directory;

	@Test
	void runsNothingOfTheApplicationButTheWorker() {
		String url = "jdbc:h2:file:" + this.directory.resolve("shop");
		assertThat(run("io.zproc.worker.ChildTestMain$Seed", url).exitCode()).isZero();
		Result child = run(Stream.concat(Stream.of("-Dshop.url=" + url, "io.zproc.worker.ChildTestMain", SHOP + "Main",
				"--spring.profiles.active=till", "--spring.config.location=optional:classpath:/shop/",
				"--shop.option=42"), shopArguments(url))
			.toArray(String[]::new));
		assertThat(child.exitCode()).as(child.output()).isZero();
		assertThat(child.facts()).as(child.output())
			.containsExactly("main zproc-child-main", "before refresh false",
					"context AnnotationConfigApplicationContext", "used pump made", "worker made", "used pump started",
					"items 1", "pump true", "price 11", "option [42]", "value from the profile", "sold bread",
					"committed bread",
					"second: This JVM is the process of worker 'shop': a second Spring application, "
							+ "run on thread 'main', is refused",
					"closed", "used pump stopped", "worker destroyed", "rows left 2");
		assertThat(this.directory).isDirectoryNotContaining("glob:**/{shop.log,application.pid}");
		assertThat(child.output()).doesNotContain("Started ", "Tomcat", ":: Spring Boot ::");
	}

	@Test
	void sameApplicationRunsAllOfItInItsParent() {
		String url = "jdbc:h2:file:" + this.directory.resolve("shop");
		Result parent = run(Stream.concat(Stream.of(SHOP + "Parent"), shopArguments(url)).toArray(String[]::new));
		assertThat(parent.exitCode()).as(parent.output()).isZero();
		assertThat(parent.facts()).as(parent.output())
			.contains("refreshed", "slow bean", "used pump started", "unused pump started", "scheduled", "started",
					"runner", "ready", "context AnnotationConfigServletWebServerApplicationContext",
					"slow bean closed");
		assertThat(this.directory).isDirectoryContaining("glob:**/shop.log");
	}

	@Test
	void mainMayCatchEverythingAndDevToolsMayBeThere() {
		try (ChildJvm catching = start(true, PLAIN + "$Catching");
				ChildJvm augmented = start(false, PLAIN + "$Augmented");
				ChildJvm sources = start(false, "=" + PLAIN)) {
			for (ChildJvm jvm : List.of(catching, augmented, sources)) {
				Result result = jvm.await();
				assertThat(result.exitCode()).as(result.output()).isZero();
				assertThat(result.facts()).as(result.output())
					.contains("worked")
					.doesNotContain("runner", "caught")
					.filteredOn("main"::equals)
					.hasSize((jvm == sources) ? 0 : 1);
			}
		}
	}

	@Test
	void failuresOfMainAreClear() {
		try (ChildJvm thread = start(true, PLAIN + "$OnAnotherThread");
				ChildJvm withoutSpring = start(false, PLAIN + "$WithoutSpring");
				ChildJvm throwing = start(false, PLAIN + "$Throwing");
				ChildJvm missing = start(false, "com.example.Missing")) {
			Result refused = thread.await();
			assertThat(refused.facts()).as(refused.output())
				.containsExactly("main",
						"failed: The main method of " + PLAIN + "$OnAnotherThread did not run Spring on its own "
								+ "thread: SpringApplication was run on thread 'starter', and was refused there; a "
								+ "worker's JVM needs SpringApplication.run on the thread that calls main <- "
								+ "io.zproc.worker.ForkRefusedException: This JVM is the process of worker 'shop': "
								+ "a second Spring application, run on thread 'starter', is refused");
			assertThat(withoutSpring.await().facts()).last()
				.asString()
				.startsWith("failed: The main method of " + PLAIN
						+ "$WithoutSpring returned without running a Spring application;");
			assertThat(throwing.await().facts()).last()
				.asString()
				.contains("threw an exception before it had an application context")
				.endsWith("<- java.lang.IllegalArgumentException: no licence");
			assertThat(missing.await().facts()).last()
				.asString()
				.startsWith("failed: Class com.example.Missing of the application cannot be loaded");
		}
	}

	@Test
	void failuresOfSpringAreClear() {
		try (ChildJvm swallowing = start(false, PLAIN + "$Swallowing", "--spring.config.location=file:missing/");
				ChildJvm broken = start(false, PLAIN + "$Catching", "--plain.broken=true")) {
			Result swallowed = swallowing.await();
			assertThat(swallowed.facts()).as(swallowed.output()).first().isEqualTo("swallowed");
			assertThat(swallowed.facts()).last()
				.asString()
				.contains("ran Spring, which failed before it had an application context")
				.contains("ConfigDataLocationNotFoundException");
			Result refresh = broken.await();
			assertThat(refresh.facts()).as(refresh.output()).doesNotContain("caught");
			assertThat(refresh.facts()).last()
				.asString()
				.startsWith("failed: The application context of the child could not be refreshed");
			assertThat(refresh.output()).contains("APPLICATION FAILED TO START");
		}
	}

	private Stream<String> shopArguments(String url) {
		return Stream.of("--spring.datasource.url=" + url, "--spring.jpa.hibernate.ddl-auto=create-drop",
				"--spring.datasource.username=sa", "--server.port=0", "--logging.file.name=shop.log",
				"--logging.structured.format.console=ecs");
	}

	private ChildJvm start(boolean devTools, String... arguments) {
		return ChildJvm.start(this.directory, devTools,
				Stream.concat(Stream.of("io.zproc.worker.ChildTestMain"), Stream.of(arguments)).toList());
	}

	private Result run(String... command) {
		try (ChildJvm jvm = ChildJvm.start(this.directory, false, List.of(command))) {
			return jvm.await();
		}
	}

}
