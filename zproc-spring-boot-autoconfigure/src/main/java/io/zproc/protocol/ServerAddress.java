package io.zproc.protocol;

/**
 * How to reach a state server.
 *
 * @param requests the endpoint that takes requests, such as {@code tcp://127.0.0.1:4711}
 * @param changes the endpoint that publishes changes
 * @param secret the password of this epoch of the server
 * @param pid the server's process id
 * @since 0.1.0
 */
public record ServerAddress(String requests, String changes, String secret, long pid) {

	/**
	 * The user name of the PLAIN authentication.
	 */
	public static final String USER = "zproc";

	@Override
	public String toString() {
		return this.requests + " (pid " + this.pid + ")";
	}

}
