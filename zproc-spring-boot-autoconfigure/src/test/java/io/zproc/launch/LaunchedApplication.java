package io.zproc.launch;

import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.Snapshot;
import io.zproc.ZProcWorker;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * An application whose worker tells what it found in its process.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class LaunchedApplication {

	static final String GREETING = "gr\u00fc\u00dfe \u20ac";

	private static final List<String> PROPERTIES = List.of("launched.inlined", "launched.dynamic", "launched.argument",
			"launched.system", "launched.customised", "launched.profile");

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(LaunchedApplication.class, args);
	}

	@ZProcWorker
	void reporter(SharedState state, @Autowired Environment environment, @Autowired ApplicationContext context,
			@Autowired ApplicationArguments arguments) {
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("pid", Long.toString(ProcessHandle.current().pid()));
		facts.put("profiles", String.join(",", environment.getActiveProfiles()));
		facts.put("arguments", String.join("|", arguments.getSourceArgs()));
		facts.put("directory", Path.of("").toAbsolutePath().toString());
		facts.put("encoding", Charset.defaultCharset().name());
		facts.put("main",
				String.valueOf(Thread.getAllStackTraces()
					.entrySet()
					.stream()
					.filter((thread) -> thread.getKey().getName().equals("zproc-child-main"))
					.flatMap((thread) -> List.of(thread.getValue()).stream())
					.filter((frame) -> frame.getMethodName().equals("main"))
					.map(StackTraceElement::getClassName)
					.reduce((inner, outer) -> outer)
					.orElse(null)));
		facts.put("parent", String.valueOf(context.getParent() != null));
		facts.put("jvm", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
		PROPERTIES.forEach((name) -> facts.put(name, environment.getProperty(name, "-")));
		System.out.println(GREETING);
		state.put("facts", facts);
	}

	@OnStateChange("facts")
	void print(Snapshot state) {
		new TreeMap<>((Map<?, ?>) state.get("facts")).forEach((name, fact) -> System.out.println(name + ": " + fact));
	}

}
