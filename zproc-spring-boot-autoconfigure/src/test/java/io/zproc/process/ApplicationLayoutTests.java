package io.zproc.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.zproc.server.StateServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ApplicationLayout} and {@link ArgumentFile}.
 */
class ApplicationLayoutTests {

	private static final String NATIVE_IMAGE = "org.graalvm.nativeimage.imagecode";

	@Test
	void refusesNativeImage() {
		System.setProperty(NATIVE_IMAGE, "runtime");
		try {
			assertThatExceptionOfType(LaunchException.class).isThrownBy(ApplicationLayout::detect)
				.withMessage("ZProc cannot fork processes from a native image")
				.satisfies((ex) -> assertThat(ex.action()).contains("zproc.mode=in-process"));
		}
		finally {
			System.clearProperty(NATIVE_IMAGE);
		}
	}

	@Test
	void refusesRuntimeWithoutJava() {
		String home = System.getProperty("java.home");
		System.setProperty("java.home", "/nowhere");
		try {
			assertThatExceptionOfType(LaunchException.class).isThrownBy(ApplicationLayout::detect)
				.withMessageContaining("there is no " + Path.of("/nowhere/bin/java"));
		}
		finally {
			System.setProperty("java.home", home);
		}
	}

	@Test
	void refusesWar() {
		for (String location : List.of("file:/tomcat/webapps/shop/WEB-INF/lib/zproc.jar",
				"jar:nested:/opt/shop.war/!WEB-INF/lib/zproc.jar")) {
			assertThatExceptionOfType(LaunchException.class)
				.isThrownBy(() -> ApplicationLayout.requireReachable(StateServer.class, location))
				.withMessageContaining("they are in a WAR file")
				.withMessageContaining(location);
		}
	}

	@Test
	void findsExecutableJar() {
		assertThat(ApplicationLayout.executableJar("jar:nested:/my%20app+1/b%c3%a4r.jar/!BOOT-INF/lib/zproc.jar"))
			.isEqualTo(Path.of("/my app+1/b\u00e4r.jar"));
		assertThat(ApplicationLayout.executableJar("file:/lib/zproc.jar")).isNull();
	}

	@Test
	void makesClassPathAbsolute() {
		String here = Path.of("").toAbsolutePath().toString();
		assertThat(ApplicationLayout.absolute(String.join(File.pathSeparator, "", "a", "b b", "a")).split(":", -1))
			.containsExactly(here, here + "/a", here + "/b b");
	}

	@Test
	void argumentFileIsPrivateAndQuoted() throws IOException {
		Path file = ArgumentFile.write(List.of("-cp", "a \\ \"b\""));
		try {
			assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
			assertThat(Files.readAllLines(file)).containsExactly("\"-cp\"", "\"a \\\\ \\\"b\\\"\"",
					"\"-Dzproc.child-arguments=" + file + "\"");
		}
		finally {
			ArgumentFile.delete(file);
		}
		assertThat(file).doesNotExist();
	}

	@Test
	void argumentFileOfProcessThatDiesIsDeleted() throws Exception {
		Path file = ArgumentFile.write(List.of("-no-such-option"));
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		ForkedProcess process = ForkedProcess.start("dying",
				new LaunchCommand(List.of(java.toString(), "@" + file, "Missing"), file), "zproc.test");
		assertThat(process.awaitExit()).isNotZero();
		await().until(() -> !Files.exists(file));
		process.closePipe();
	}

}
