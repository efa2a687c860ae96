package io.zproc.process;

import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The options that this JVM was started with, as far as its children get them. Heap,
 * agents and debuggers are each process's own; {@code -D} travels over the pipe.
 *
 * @param structural options that make classes accessible or modules present
 * @param systemProperties the names and values of {@code -D}
 * @since 0.1.0
 */
public record JvmOptions(List<String> structural, Map<String, String> systemProperties) {

	private static final List<String> STRUCTURAL = List.of("--add-opens", "--add-exports", "--add-reads",
			"--add-modules", "--enable-native-access", "--enable-preview", "--sun-misc-unsafe-memory-access",
			"--illegal-native-access", "--module-path", "--patch-module", "--limit-modules", "-ea", "-enableassertions",
			"-esa", "-enablesystemassertions", "-da", "-disableassertions", "-dsa", "-disablesystemassertions");

	/**
	 * Properties that the JDK reads before any main is called: over the pipe they would
	 * come too late. None of them is a secret.
	 */
	private static final Set<String> EARLY = Set.of("file.encoding", "java.io.tmpdir", "java.library.path",
			"java.locale.providers", "java.net.preferIPv4Stack", "java.net.preferIPv6Addresses",
			"java.system.class.loader", "user.home", "user.language", "user.script", "user.country", "user.variant",
			"user.timezone");

	/**
	 * The encoding of each child's output, whatever the locale is.
	 */
	static final Charset OUTPUT_ENCODING = StandardCharsets.UTF_8;

	/**
	 * What makes a JVM write its output in that encoding; older ones know the second pair
	 * only.
	 */
	static final List<String> OUTPUT_OPTIONS = Stream
		.of("stdout.encoding", "stderr.encoding", "sun.stdout.encoding", "sun.stderr.encoding")
		.map((name) -> "-D" + name + "=" + OUTPUT_ENCODING)
		.toList();

	private static final List<String> OUR_OWN = List.of("zproc.child", "loader.", "com.sun.management.", "jdk.module.",
			"sun.", "java.class.path", "stdout.", "stderr.");

	/**
	 * What tells Boot's {@code PropertiesLauncher} where further classes are; what to run
	 * is each process's own.
	 */
	static List<String> loaderOptions() {
		List<String> options = new ArrayList<>();
		for (String name : List.of("loader.path", "loader.home", "loader.config.name", "loader.config.location")) {
			String value = System.getProperty(name, System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_')));
			if (value != null) {
				options.add("-D" + name + "=" + value);
			}
		}
		return options;
	}

	/**
	 * The options of this JVM.
	 * @return the options
	 */
	public static JvmOptions ofThisJvm() {
		List<String> structural = new ArrayList<>();
		Map<String, String> systemProperties = new LinkedHashMap<>();
		for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
			if (STRUCTURAL.stream().anyMatch(argument::startsWith)) {
				structural.add(argument);
			}
			else if (argument.startsWith("-D")) {
				int equals = argument.indexOf('=');
				String name = (equals < 0) ? argument.substring(2) : argument.substring(2, equals);
				if (EARLY.contains(name)) {
					structural.add(argument);
				}
				if (OUR_OWN.stream().noneMatch(name::startsWith)) {
					systemProperties.put(name, (equals < 0) ? "" : argument.substring(equals + 1));
				}
			}
		}
		return new JvmOptions(structural, systemProperties);
	}

}
