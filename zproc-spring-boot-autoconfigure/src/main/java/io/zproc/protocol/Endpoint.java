package io.zproc.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TCP address as ZeroMQ writes it.
 *
 * @param host a name, an IP address, or {@code *}
 * @param port a number, or {@code *} for any that is free
 * @since 0.1.0
 */
public record Endpoint(String host, String port) {

	private static final Pattern FORM = Pattern.compile("tcp://(\\[[0-9a-fA-F:.]+]|[^:/\\s\\[\\]]+):(\\*|\\d{1,5})");

	private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|\\[::1]");

	/**
	 * Reads an address.
	 * @param text the text, such as {@code tcp://127.0.0.1:7001}
	 * @return the address
	 * @throws IllegalArgumentException when the text is something else
	 */
	public static Endpoint of(String text) {
		Matcher matcher = FORM.matcher(text);
		if (!matcher.matches() || (!matcher.group(2).equals("*") && Integer.parseInt(matcher.group(2)) > 65535)) {
			throw new IllegalArgumentException(text + " (expected: an address such as tcp://127.0.0.1:7001)");
		}
		return new Endpoint(matcher.group(1), matcher.group(2));
	}

	/**
	 * Whether nothing that is sent there leaves this machine. Names do not count, not
	 * even {@code localhost}: they are looked up again at each connection, and may mean
	 * something else by then.
	 * @return whether the host is a loopback address, in digits
	 */
	public boolean isLoopback() {
		return LOOPBACK.matcher(this.host).matches();
	}

	@Override
	public String toString() {
		return "tcp://" + this.host + ":" + this.port;
	}

}
