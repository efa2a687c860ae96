package io.zproc.process;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
			"--add-modules", "--enable-native-access", "--enable-preview", "--sun-misc-unsafe-memory-access", "-ea",
			"-enableassertions", "-esa");

	private static final List<String> OUR_OWN = List.of("zproc.child", "loader.", "com.sun.management.", "jdk.module.",
			"sun.", "java.class.path");

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
				if (OUR_OWN.stream().noneMatch(name::startsWith)) {
					systemProperties.put(name, (equals < 0) ? "" : argument.substring(equals + 1));
				}
			}
		}
		return new JvmOptions(structural, systemProperties);
	}

}
