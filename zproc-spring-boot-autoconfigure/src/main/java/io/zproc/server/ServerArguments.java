package io.zproc.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.zproc.protocol.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What a server that is started by hand is told: by arguments and, where it is secret, by
 * the environment or a file, because a command line can be read by everybody on the
 * machine.
 *
 * @param binding where it listens and who may connect
 * @param limits the bounds of memory and waits
 */
record ServerArguments(ServerBinding binding, ServerLimits limits) {

	static final String SECRET = "ZPROC_SERVER_SECRET";

	static final String CURVE_SECRET_KEY = "ZPROC_CURVE_SECRET_KEY";

	static final String USAGE = """
			Arguments of the state server, as --name value or --name=value:
			  --requests ADDRESS              takes requests, such as tcp://127.0.0.1:7001
			  --changes ADDRESS               publishes changes, such as tcp://127.0.0.1:7002
			and, for clients on this machine, a secret:
			  --secret-file FILE              holds it; or the environment variable ZPROC_SERVER_SECRET does
			or, on any address, CURVE:
			  --curve-secret-key-file FILE    holds the server's secret key; or ZPROC_CURVE_SECRET_KEY does
			  --curve-client-key KEY          the public key of a client that may connect; may be repeated
			  --curve-client-keys-file FILE   holds such keys, one in each line; # begins a comment
			Limits:
			  --history-entries 10000         changes that each namespace remembers
			  --history-size 16MB             bytes of changes that each namespace remembers
			  --max-value-size 16MB           largest value
			  --max-commit-size 32MB          largest commit
			  --atomic-timeout 30s            how long an atomic function may run
			  --session-grace 5s              how long a cut connection may take to come back
			Others:
			  --generate-keys                 prints key pairs for a server and a client
			  --help                          prints this""";

	private static final Set<String> NAMES = Set.of("requests", "changes", "secret-file", "curve-secret-key-file",
			"curve-client-key", "curve-client-keys-file", "history-entries", "history-size", "max-value-size",
			"max-commit-size", "atomic-timeout", "session-grace");

	private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})([a-zA-Z]*)");

	private static final Map<String, Long> SIZES = Map.of("", 1L, "B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB",
			1L << 30);

	private static final Map<String, Long> TIMES = Map.of("", 1L, "ms", 1L, "s", 1_000L, "m", 60_000L);

	/**
	 * Reads the arguments.
	 * @throws IllegalArgumentException when one is wrong or missing
	 */
	static ServerArguments of(String[] args, Map<String, String> environment) {
		Map<String, List<String>> given = split(args);
		String requests = Endpoint.of(required(given, "requests")).toString();
		String changes = Endpoint.of(required(given, "changes")).toString();
		String secretKey = secret(given, "curve-secret-key-file", environment.get(CURVE_SECRET_KEY));
		String secret = secret(given, "secret-file", environment.get(SECRET));
		Set<String> clientKeys = clientKeys(given);
		if (secretKey == null && !clientKeys.isEmpty()) {
			throw new IllegalArgumentException("The server's secret key is missing (expected: "
					+ "--curve-secret-key-file, or the environment variable " + CURVE_SECRET_KEY + ")");
		}
		if (secretKey != null && secret != null) {
			throw new IllegalArgumentException("A secret and a CURVE key are given (expected: one of them)");
		}
		if (secretKey == null && secret == null) {
			throw new IllegalArgumentException("The secret is missing (expected: --secret-file, or the environment"
					+ " variable " + SECRET + "; or, for CURVE, --curve-secret-key-file)");
		}
		ServerBinding.Curve curve = (secretKey != null) ? new ServerBinding.Curve(secretKey, clientKeys) : null;
		return new ServerArguments(new ServerBinding(requests, changes, (secret != null) ? secret : "", curve),
				limits(given));
	}

	private static Map<String, List<String>> split(String[] args) {
		Map<String, List<String>> given = new LinkedHashMap<>();
		for (int i = 0; i < args.length; i++) {
			String[] parts = args[i].split("=", 2);
			String name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
			if (!NAMES.contains(name)) {
				throw new IllegalArgumentException(
						((parts.length > 1) ? parts[0] : args[i]) + " is not known (see --help)");
			}
			if (parts.length == 1 && i + 1 == args.length) {
				throw new IllegalArgumentException(args[i] + " has no value");
			}
			String value = (parts.length > 1) ? parts[1] : args[++i];
			List<String> values = given.computeIfAbsent(name, (key) -> new ArrayList<>());
			values.add(value);
			if (values.size() > 1 && !name.startsWith("curve-client-")) {
				throw new IllegalArgumentException("--" + name + " is given twice");
			}
		}
		return given;
	}

	private static @Nullable String single(Map<String, List<String>> given, String name) {
		List<String> values = given.get(name);
		return (values != null) ? values.get(0) : null;
	}

	private static String required(Map<String, List<String>> given, String name) {
		String value = single(given, name);
		if (value == null) {
			throw new IllegalArgumentException("--" + name + " is missing (see --help)");
		}
		return value;
	}

	/**
	 * A file that was named wins over the environment.
	 */
	private static @Nullable String secret(Map<String, List<String>> given, String fileName,
			@Nullable String fromEnvironment) {
		String file = single(given, fileName);
		if (file == null) {
			return fromEnvironment;
		}
		String secret = read(fileName, file).strip();
		if (secret.isEmpty()) {
			throw new IllegalArgumentException("--" + fileName + ": " + file + " is empty");
		}
		return secret;
	}

	private static Set<String> clientKeys(Map<String, List<String>> given) {
		Set<String> keys = new LinkedHashSet<>(given.getOrDefault("curve-client-key", List.of()));
		for (String file : given.getOrDefault("curve-client-keys-file", List.of())) {
			read("curve-client-keys-file", file).lines()
				// A key may have this character in it, but a comment stands alone.
				.map((line) -> line.startsWith("#") ? "" : line.replaceFirst("\\s+#.*", "").strip())
				.filter((line) -> !line.isEmpty())
				.forEach(keys::add);
		}
		return keys;
	}

	private static String read(String name, String file) {
		try {
			return Files.readString(Path.of(file));
		}
		catch (IOException | InvalidPathException ex) {
			throw new IllegalArgumentException("--" + name + ": " + file + " cannot be read (" + ex + ")", ex);
		}
	}

	private static ServerLimits limits(Map<String, List<String>> given) {
		ServerLimits defaults = ServerLimits.defaults();
		return new ServerLimits(
				(int) amount(given, "history-entries", Map.of("", 1L), defaults.historyEntries(), Integer.MAX_VALUE),
				amount(given, "history-size", SIZES, defaults.historyBytes(), Long.MAX_VALUE),
				(int) amount(given, "max-value-size", SIZES, defaults.maxValueBytes(), Integer.MAX_VALUE / 4),
				(int) amount(given, "max-commit-size", SIZES, defaults.maxCommitBytes(), Integer.MAX_VALUE / 4),
				amount(given, "atomic-timeout", TIMES, defaults.atomicTimeoutMs(), Integer.MAX_VALUE),
				amount(given, "session-grace", TIMES, defaults.sessionGraceMs(), Integer.MAX_VALUE),
				defaults.heartbeatIntervalMs());
	}

	private static long amount(Map<String, List<String>> given, String name, Map<String, Long> units, long fallback,
			long maximum) {
		String text = single(given, name);
		if (text == null) {
			return fallback;
		}
		Matcher matcher = AMOUNT.matcher(text);
		Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
		if (unit == null) {
			throw new IllegalArgumentException("--" + name + ": " + text + " (expected: a number"
					+ ((units.size() > 1) ? ", with one of the units " + units.keySet().stream().sorted().toList() : "")
					+ ")");
		}
		long number = Long.parseLong(matcher.group(1));
		if (number > maximum / unit) {
			throw new IllegalArgumentException("--" + name + ": " + text + " (expected: at most " + maximum + ")");
		}
		return number * unit;
	}

}
