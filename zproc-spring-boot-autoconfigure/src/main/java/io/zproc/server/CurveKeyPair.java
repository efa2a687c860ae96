package io.zproc.server;

import com.neilalexander.jnacl.crypto.curve25519;
import io.zproc.protocol.CurveKeys;
import org.zeromq.ZMQ;

/**
 * A key pair for CURVE, in Z85.
 *
 * @param publicKey what the other end must know
 * @param secretKey what nobody else may know
 * @since 0.1.0
 */
public record CurveKeyPair(String publicKey, String secretKey) {

	/**
	 * Makes a pair. Its keys begin with a letter or digit and have neither
	 * <code>${</code> nor <code>#{</code> in them nor a colon at the end, so that they
	 * can stand in property files, in YAML and, in single quotes, in a shell.
	 * @return the pair
	 */
	public static CurveKeyPair generate() {
		while (true) {
			ZMQ.Curve.KeyPair pair = ZMQ.Curve.generateKeyPair();
			if (isPlain(pair.publicKey) && isPlain(pair.secretKey)) {
				return new CurveKeyPair(pair.publicKey, pair.secretKey);
			}
		}
	}

	private static boolean isPlain(String key) {
		return Character.isLetterOrDigit(key.charAt(0)) && !key.contains("${") && !key.contains("#{")
				&& !key.endsWith(":");
	}

	/**
	 * The pair that a secret key belongs to.
	 * @param secretKey the secret key
	 * @return the pair
	 */
	public static CurveKeyPair of(String secretKey) {
		byte[] publicKey = new byte[ZMQ.Curve.KEY_SIZE];
		curve25519.crypto_scalarmult_base(publicKey, ZMQ.Curve.z85Decode(CurveKeys.require("secret key", secretKey)));
		return new CurveKeyPair(ZMQ.Curve.z85Encode(publicKey), secretKey);
	}

	@Override
	public String toString() {
		return "CurveKeyPair[" + this.publicKey + "]";
	}

}
