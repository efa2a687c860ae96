package io.zproc.protocol;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether objects of the application came back equal. An object is compared with
 * its own {@code equals}, but only where two readings of the same bytes are equal to each
 * other: otherwise {@code equals} is about identity, somewhere inside, and says nothing.
 */
final class RoundTrip {

	private final ApplicationObjects objects;

	RoundTrip(ApplicationObjects objects) {
		this.objects = objects;
	}

	void check(@Nullable Object written, @Nullable Object read, @Nullable Object readAgain) {
		if (written == null || read == null || readAgain == null) {
			return;
		}
		if (this.objects.isObject(written.getClass())) {
			checkObject(written, read, readAgain);
			return;
		}
		if (this.objects.isApplication(written.getClass()) && !written.equals(read) && read.equals(readAgain)) {
			throw notEqual(written);
		}
		checkAll(parts(written).iterator(), parts(read).iterator(), parts(readAgain).iterator());
	}

	private void checkObject(Object written, Object read, Object readAgain) {
		if (written.getClass() != read.getClass()) {
			throw new ValueRefusedException(written.getClass().getName()
					+ " would come back as another class of that name, from another class loader");
		}
		if (!written.equals(read) && read.equals(readAgain)) {
			throw notEqual(written);
		}
	}

	static ValueRefusedException notEqual(Object written) {
		return new ValueRefusedException("the " + written.getClass().getName()
				+ " would not come back equal: not all of its state is written and read; check its properties, constructor and equals");
	}

	private void checkAll(Iterator<?> written, Iterator<?> read, Iterator<?> readAgain) {
		while (written.hasNext() && read.hasNext() && readAgain.hasNext()) {
			check(written.next(), read.next(), readAgain.next());
		}
	}

	/** What is read keeps the order of what was written, so that parts meet in pairs. */
	private static Collection<?> parts(Object value) {
		if (value instanceof Map<?, ?> map) {
			return map.entrySet();
		}
		if (value instanceof Map.Entry<?, ?> entry) {
			return Arrays.asList(entry.getKey(), entry.getValue());
		}
		if (value instanceof Optional<?> optional) {
			return optional.stream().toList();
		}
		if (value instanceof Object[] array) {
			return Arrays.asList(array);
		}
		return (value instanceof Collection<?> collection) ? collection : List.of();
	}

}
