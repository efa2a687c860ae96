package io.zproc.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers within an array, as they go over the wire: each in one access.
 */
final class BigEndian {

	private static final VarHandle SHORT = view(short[].class);

	private static final VarHandle INT = view(int[].class);

	private static final VarHandle LONG = view(long[].class);

	private BigEndian() {
	}

	private static VarHandle view(Class<?> type) {
		return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
	}

	static int u16(byte[] bytes, int offset) {
		return (short) SHORT.get(bytes, offset) & 0xFFFF;
	}

	static int i32(byte[] bytes, int offset) {
		return (int) INT.get(bytes, offset);
	}

	static long i64(byte[] bytes, int offset) {
		return (long) LONG.get(bytes, offset);
	}

	static void setU16(byte[] bytes, int offset, int value) {
		SHORT.set(bytes, offset, (short) value);
	}

	static void setI32(byte[] bytes, int offset, int value) {
		INT.set(bytes, offset, value);
	}

	static void setI64(byte[] bytes, int offset, long value) {
		LONG.set(bytes, offset, value);
	}

}
