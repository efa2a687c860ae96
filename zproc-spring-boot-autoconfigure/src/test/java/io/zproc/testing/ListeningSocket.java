package io.zproc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A TCP socket that listens. Linux only: elsewhere none is found.
 *
 * @param inode what tells it from a later socket on the same port
 * @param address the local address
 * @param port the local port
 */
record ListeningSocket(String inode, String address, int port) {

	private static final Path PROC_SELF = Path.of("/proc/self");

	private static final String LISTEN = "0A";

	/** The tables are those of the whole network namespace, so the inodes select ours. */
	static Set<ListeningSocket> ofThisJvm() {
		if (!Files.isDirectory(PROC_SELF)) {
			return Set.of();
		}
		Set<ListeningSocket> sockets = new LinkedHashSet<>();
		Set<String> own = ownInodes();
		for (String table : new String[] { "tcp", "tcp6" }) {
			rows(PROC_SELF.resolve("net").resolve(table)).map((row) -> row.trim().split("\\s+"))
				.filter((columns) -> LISTEN.equals(columns[3]) && own.contains(columns[9]))
				.map((columns) -> parse(columns[1], columns[9]))
				.forEach(sockets::add);
		}
		return sockets;
	}

	private static ListeningSocket parse(String local, String inode) {
		int colon = local.indexOf(':');
		return new ListeningSocket(inode, address(HexFormat.of().parseHex(local.substring(0, colon))),
				Integer.parseInt(local.substring(colon + 1), 16));
	}

	/**
	 * The kernel prints words of four bytes in the machine's order, here little-endian.
	 */
	private static String address(byte[] words) {
		byte[] bytes = new byte[words.length];
		for (int i = 0; i < words.length; i++) {
			bytes[i] = words[i - i % 4 + 3 - i % 4];
		}
		try {
			return InetAddress.getByAddress(bytes).getHostAddress();
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Set<String> ownInodes() {
		try (Stream<Path> descriptors = Files.list(PROC_SELF.resolve("fd"))) {
			return descriptors.map(ListeningSocket::target)
				.filter((target) -> target.startsWith("socket:["))
				.map((target) -> target.substring("socket:[".length(), target.length() - 1))
				.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			// Closed since it was listed.
			return "";
		}
	}

	private static Stream<String> rows(Path table) {
		try {
			return Files.readAllLines(table).stream().skip(1);
		}
		catch (IOException ex) {
			// Without IPv6 there is no tcp6.
			return Stream.empty();
		}
	}

}
