package io.zproc.process;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.net.URLDecoder;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.zproc.server.ServerClassPath;
import io.zproc.server.StateServerMain;
import org.jspecify.annotations.Nullable;

/**
 * How this application was started, and so how another JVM with the same classes is: from
 * class folders and jars on a class path, or from one executable jar.
 */
final class ApplicationLayout {

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	private static final String NESTED = "jar:nested:";

	private final Path java;

	private final @Nullable Path executableJar;

	private ApplicationLayout(Path java, @Nullable Path executableJar) {
		this.java = java;
		this.executableJar = executableJar;
	}

	static ApplicationLayout detect() {
		if (System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
			throw new LaunchException("ZProc cannot fork processes from a native image",
					"Run the application on a JVM.", null);
		}
		Path java = Path.of(System.getProperty("java.home"), "bin", isWindows() ? "java.exe" : "java");
		if (!Files.isExecutable(java)) {
			throw new LaunchException("ZProc cannot fork processes: there is no " + java + " in this runtime",
					"Run the application on a Java runtime that has bin/java.", null);
		}
		return new ApplicationLayout(java, executableJar(location(ApplicationLayout.class)));
	}

	private static boolean isWindows() {
		return File.separatorChar == '\\';
	}

	/**
	 * The jar around the jar that our classes are in, when they are nested like that.
	 */
	static @Nullable Path executableJar(String location) {
		if (!location.startsWith(NESTED)) {
			return null;
		}
		String path = location.substring(NESTED.length(), location.indexOf("/!"));
		return Path.of(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8)).toAbsolutePath();
	}

	private static String location(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		URL location = (source != null) ? source.getLocation() : null;
		if (location == null) {
			throw new LaunchException(
					"ZProc cannot fork processes: it is not known where " + type.getName() + " was loaded from",
					"Run the application from a class path or an executable jar.", null);
		}
		return location.toString();
	}

	/**
	 * The command that runs one of our main classes with all classes of the application.
	 */
	List<String> applicationCommand(List<String> jvmArguments, Class<?> main) {
		return command(jvmArguments, main, absolute(System.getProperty("java.class.path")));
	}

	/**
	 * The command that runs the state server with no more classes than it needs; inside
	 * an executable jar those cannot be told apart, and the others are not loaded.
	 */
	List<String> serverCommand(List<String> jvmArguments) {
		Set<String> classPath = new LinkedHashSet<>();
		if (this.executableJar == null) {
			ServerClassPath.classes().forEach((type) -> classPath.add(path(type)));
		}
		return command(jvmArguments, StateServerMain.class, String.join(File.pathSeparator, classPath));
	}

	private List<String> command(List<String> jvmArguments, Class<?> main, String classPath) {
		List<String> command = new ArrayList<>();
		command.add(this.java.toString());
		command.addAll(jvmArguments);
		if (this.executableJar != null) {
			command.add("-Dloader.main=" + main.getName());
			command.addAll(List.of("-cp", this.executableJar.toString(), LAUNCHER));
		}
		else {
			command.addAll(List.of("-cp", classPath, main.getName()));
		}
		return command;
	}

	private static String path(Class<?> type) {
		try {
			return Path.of(URI.create(location(type))).toString();
		}
		catch (IllegalArgumentException | FileSystemNotFoundException ex) {
			throw new LaunchException(
					"ZProc cannot fork processes: " + type.getName() + " was loaded from " + location(type),
					"Run the application from a class path or an executable jar.", ex);
		}
	}

	/**
	 * Entries may be relative to a folder that the user's main has left by then.
	 */
	private static String absolute(String classPath) {
		return Arrays.stream(classPath.split(File.pathSeparator))
			.filter((entry) -> !entry.isEmpty())
			.map((entry) -> entry.endsWith("*") ? entry : Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

}
