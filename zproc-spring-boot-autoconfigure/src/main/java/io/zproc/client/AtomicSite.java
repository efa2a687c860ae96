package io.zproc.client;

/**
 * What an atomic function may say of itself, when its class does not tell where in the
 * application's code it stands.
 *
 * @since 0.1.0
 */
public interface AtomicSite {

	/**
	 * Where it stands.
	 * @return something that equals itself in each call from there, such as a method
	 */
	Object site();

}
