package io.zproc.process;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
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

	/**
	 * The longest class path for a command line: Linux takes 128 KiB for one argument,
	 * Windows 32 K characters for all of them.
	 */
	private static final int LONG_CLASS_PATH = isWindows() ? 16_000 : 100_000;

	private static final String NATIVE_IMAGE = "org.graalvm.nativeimage.imagecode";

	private final Path java;

	private final @Nullable Path executableJar;

	private ApplicationLayout(Path java, @Nullable Path executableJar) {
		this.java = java;
		this.executableJar = executableJar;
	}

	static ApplicationLayout detect() {
		if (System.getProperty(NATIVE_IMAGE) != null) {
			throw new LaunchException("ZProc cannot fork processes from a native image",
					"Run the application on a JVM, or set zproc.mode=in-process.", null);
		}
		Path java = Path.of(System.getProperty("java.home"), "bin", isWindows() ? "java.exe" : "java");
		if (!Files.isExecutable(java)) {
			throw new LaunchException("ZProc cannot fork processes: there is no " + java + " in this runtime",
					"Run the application on a Java runtime that has bin/java, or set zproc.mode=in-process.", null);
		}
		String location = location(ApplicationLayout.class);
		requireReachable(ApplicationLayout.class, location);
		return new ApplicationLayout(java, executableJar(location));
	}

	/**
	 * Refuses classes that a JVM with the same class path would not have.
	 */
	static void requireReachable(Class<?> type, String location) {
		String why = null;
		if (location.contains("WEB-INF/lib/")) {
			why = "they are in a WAR file";
		}
		else if (type.getModule().isNamed()) {
			why = "they are on the module path";
		}
		else if (!location.startsWith(NESTED) && ClassLoader.getSystemClassLoader()
			.getResource(type.getName().replace('.', '/') + ".class") == null) {
			why = "they were loaded by " + type.getClassLoader().getClass().getName() + ", not from the class path";
		}
		if (why != null) {
			throw new LaunchException(
					"ZProc cannot fork processes with the classes of this application: " + why + " (" + location + ")",
					"Run the application from a class path or an executable jar, or set zproc.mode=in-process.", null);
		}
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
					"Run the application from a class path or an executable jar, or set zproc.mode=in-process.", null);
		}
		return location.toString();
	}

	/**
	 * The command that runs one of our main classes with all classes of the application.
	 */
	LaunchCommand applicationCommand(List<String> jvmArguments, Class<?> main) {
		return command(jvmArguments, main, absolute(System.getProperty("java.class.path")));
	}

	/**
	 * The command that runs the state server with no more classes than it needs; inside
	 * an executable jar those cannot be told apart, and the others are not loaded.
	 */
	LaunchCommand serverCommand(List<String> jvmArguments) {
		Set<String> classPath = new LinkedHashSet<>();
		if (this.executableJar == null) {
			ServerClassPath.classes().forEach((type) -> classPath.add(path(type)));
		}
		return command(jvmArguments, StateServerMain.class, String.join(File.pathSeparator, classPath));
	}

	private LaunchCommand command(List<String> jvmArguments, Class<?> main, String classPath) {
		List<String> command = new ArrayList<>();
		command.add(this.java.toString());
		command.addAll(JvmOptions.OUTPUT_OPTIONS);
		Path jar = (this.executableJar != null) ? this.executableJar : onlyJar(classPath);
		if (jar != null) {
			command.addAll(manifestOptions(jar));
		}
		command.addAll(jvmArguments);
		if (this.executableJar != null) {
			command.addAll(JvmOptions.loaderOptions());
			command.add("-Dloader.main=" + main.getName());
			command.addAll(List.of("-cp", encodable(this.executableJar.toString()), LAUNCHER));
			return LaunchCommand.of(command);
		}
		List<String> classPathArguments = List.of("-cp", encodable(classPath));
		Path file = (classPath.length() > LONG_CLASS_PATH) ? ArgumentFile.write(classPathArguments) : null;
		command.addAll((file != null) ? List.of("@" + file) : classPathArguments);
		command.add(main.getName());
		return new LaunchCommand(command, file);
	}

	private static @Nullable Path onlyJar(String classPath) {
		return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator) ? Path.of(classPath) : null;
	}

	/**
	 * With {@code java -jar} a manifest opens and enables what it names, but not for a
	 * JVM that has the jar on its class path.
	 */
	private static List<String> manifestOptions(Path path) {
		List<String> options = new ArrayList<>();
		try (JarFile jar = new JarFile(path.toFile())) {
			Manifest manifest = jar.getManifest();
			if (manifest != null) {
				Attributes attributes = manifest.getMainAttributes();
				addAccess(options, "--add-opens=", attributes.getValue("Add-Opens"));
				addAccess(options, "--add-exports=", attributes.getValue("Add-Exports"));
				String nativeAccess = attributes.getValue("Enable-Native-Access");
				if (nativeAccess != null && Runtime.version().feature() >= 22) {
					options.add("--enable-native-access=" + nativeAccess.strip());
				}
			}
			return options;
		}
		catch (IOException ex) {
			throw new LaunchException("ZProc cannot fork processes: " + path + " cannot be read: " + ex,
					"Do not move or replace the jar while its application runs.", ex);
		}
	}

	private static void addAccess(List<String> options, String option, @Nullable String packages) {
		if (packages != null) {
			Arrays.stream(packages.strip().split("\\s+"))
				.forEach((name) -> options.add(option + name + "=ALL-UNNAMED"));
		}
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
	 * Entries may be relative; an empty one is the working directory.
	 */
	static String absolute(String classPath) {
		return Arrays.stream(classPath.split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.distinct()
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * A command line is bytes, in the encoding of the locale.
	 */
	private static String encodable(String path) {
		if (path.indexOf('\uFFFD') >= 0 || !ArgumentFile.launcherCharset().newEncoder().canEncode(path)) {
			throw new LaunchException(
					"ZProc cannot fork processes: the locale's encoding " + ArgumentFile.launcherCharset()
							+ " has not all characters of the class path " + path,
					"Set a UTF-8 locale, such as LC_ALL=C.UTF-8, or run the application from a path in ASCII.", null);
		}
		return path;
	}

}
