package io.zproc.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JavaType;
import io.zproc.ZProcException;
import org.jspecify.annotations.Nullable;

/**
 * The byte form of the values of a state: JSON in UTF-8. {@code null}, strings, booleans,
 * ints, finite doubles, lists and maps with string keys are plain JSON. Everything else
 * is an object with a single member whose name begins with {@code @} and tells the type,
 * at every depth: <code>{"@long":5}</code>,
 * <code>{"@type:com.example.Order":{...}}</code>. Encoding a decoded value gives the same
 * bytes again.
 * <p>
 * Classes of the application are written by their properties, as Jackson finds them (with
 * its annotations, and with private fields as well), and only when they can be read back.
 * No class outside the allow list is ever loaded, whatever the bytes say.
 * <p>
 * Immutable, and safe for use by many threads. Nothing blocks.
 *
 * @since 0.1.0
 */
public final class ValueCodec {

	private final ApplicationObjects objects;

	/**
	 * Creates a codec.
	 * @param applicationPackages the packages whose classes, and those of the packages
	 * under them, may be written and read, besides the value types of the JDK; the empty
	 * name stands for the unnamed package only
	 * @param loader loads these classes
	 */
	public ValueCodec(Collection<String> applicationPackages, ClassLoader loader) {
		this.objects = new ApplicationObjects(new ClassAllowList(applicationPackages, loader), loader);
	}

	/**
	 * Whether a value cannot be changed in place, so that the same object is the same
	 * value for ever.
	 * @param value the value
	 * @return {@code true} for {@code null}, strings, boxed primitives, big numbers,
	 * enums, {@code java.time} and the like; {@code false} where it is not known
	 */
	public static boolean isImmutable(@Nullable Object value) {
		return value == null || value instanceof Enum<?> || JdkValueTypes.isImmutable(value.getClass());
	}

	/**
	 * Whether something of a type may be a value, as far as the type tells.
	 * @param type the type
	 * @return {@code false} for what can never be one: a class of the JDK that is no
	 * value type, such as {@link Thread}, and a class outside the allow list that nothing
	 * can extend; {@code true} for interfaces, {@link Object} and whatever is in doubt
	 */
	public boolean canBeValue(Class<?> type) {
		return new PossibleTypes(this.objects.classes()).isPossible(type);
	}

	/**
	 * Encodes a value. One that holds an object of the application is decoded again, to
	 * be sure that it can be.
	 * @param key the key that it is for, named in the exception
	 * @param value the value
	 * @return its byte form
	 * @throws ZProcException if the value, or something inside it, cannot be written, or
	 * would not come back equal
	 */
	public byte[] encode(String key, @Nullable Object value) {
		byte[] plain = PlainValue.write(value);
		if (plain != null) {
			return plain;
		}
		try {
			ValueWriter writer = new ValueWriter(this.objects);
			byte[] encoded = write(writer, value);
			if (value != null && writer.meetsApplication()) {
				verify(value, encoded);
			}
			return encoded;
		}
		catch (IOException | RuntimeException | StackOverflowError | LinkageError ex) {
			throw failure("The value of '" + key + "'" + describe(value) + " cannot be written", ex);
		}
	}

	/**
	 * Decodes a value, if it is a short text of plain ASCII or an int of a few digits:
	 * these can be neither changed nor refused.
	 * @param encoded the byte form of a value
	 * @return the value, {@code null} when it is not that plain
	 */
	public static @Nullable Object plain(byte[] encoded) {
		return PlainValue.read(encoded);
	}

	/**
	 * Decodes a value.
	 * @param key the key that it belongs to, named in the exception
	 * @param encoded its byte form
	 * @return the value, of the type that was encoded: lists as {@code ArrayList}, sets
	 * as {@code LinkedHashSet}, maps as {@code LinkedHashMap}
	 * @throws ZProcException if the bytes are no encoded value, or name a class that is
	 * missing or not allowed
	 */
	public @Nullable Object decode(String key, byte[] encoded) {
		Object plain = PlainValue.read(encoded);
		if (plain != null) {
			return plain;
		}
		try {
			return read(encoded);
		}
		catch (IOException | RuntimeException | StackOverflowError | LinkageError ex) {
			throw failure("The value of '" + key + "' cannot be read", ex);
		}
	}

	/**
	 * Decodes a value as a type.
	 * @param <T> the type
	 * @param key the key that it belongs to, named in the exception
	 * @param encoded its byte form
	 * @param type the type, converted to as {@link #convert(String, Object, Class)} does
	 * @return the value, or {@code null}
	 * @throws ZProcException if the value cannot be decoded, or is not of that type
	 */
	public <T> @Nullable T decode(String key, byte[] encoded, Class<T> type) {
		return convert(key, decode(key, encoded), type);
	}

	/**
	 * Decodes a list.
	 * @param <T> the type of its elements
	 * @param key the key that it belongs to, named in the exception
	 * @param encoded its byte form
	 * @param elementType the type of its elements
	 * @return the list, or {@code null}
	 * @throws ZProcException if the value cannot be decoded, or is no such list
	 */
	public <T> @Nullable List<@Nullable T> decodeList(String key, byte[] encoded, Class<T> elementType) {
		return convertList(key, decode(key, encoded), elementType);
	}

	/**
	 * Decodes a map with string keys.
	 * @param <T> the type of its values
	 * @param key the key that it belongs to, named in the exception
	 * @param encoded its byte form
	 * @param valueType the type of its values
	 * @return the map, or {@code null}
	 * @throws ZProcException if the value cannot be decoded, or is no such map
	 */
	public <T> @Nullable Map<String, @Nullable T> decodeMap(String key, byte[] encoded, Class<T> valueType) {
		return convertMap(key, decode(key, encoded), valueType);
	}

	/**
	 * Reads a value as a type. Numbers become other numbers of exactly the same value; a
	 * map becomes an object of the application with those properties.
	 * @param <T> the type
	 * @param key the key that the value belongs to, named in the exception
	 * @param value the value
	 * @param type the type; a primitive one stands for its wrapper
	 * @return the same object when it is of the type already, otherwise a converted one,
	 * or {@code null} for {@code null}
	 * @throws ZProcException if the value is not of that type, or something would be lost
	 */
	@SuppressWarnings("unchecked") // The cast that Class has cannot know primitives.
	public <T> @Nullable T convert(String key, @Nullable Object value, Class<T> type) {
		return (T) convert(key, value, this.objects.types().constructType(type));
	}

	/**
	 * Reads a value as a list.
	 * @param <T> the type of its elements
	 * @param key the key that the value belongs to, named in the exception
	 * @param value the value
	 * @param elementType the type of its elements, converted to as
	 * {@link #convert(String, Object, Class)} does
	 * @return the same list when all its elements are of the type already, otherwise a
	 * new one, or {@code null} for {@code null}
	 * @throws ZProcException if the value is no such list
	 */
	@SuppressWarnings("unchecked") // Each element was checked.
	public <T> @Nullable List<@Nullable T> convertList(String key, @Nullable Object value, Class<T> elementType) {
		return (List<@Nullable T>) convert(key, value,
				this.objects.types().constructCollectionType(List.class, elementType));
	}

	/**
	 * Reads a value as a map with string keys.
	 * @param <T> the type of its values
	 * @param key the key that the value belongs to, named in the exception
	 * @param value the value
	 * @param valueType the type of its values, converted to as
	 * {@link #convert(String, Object, Class)} does
	 * @return the same map when all its values are of the type already, otherwise a new
	 * one, or {@code null} for {@code null}
	 * @throws ZProcException if the value is no such map
	 */
	@SuppressWarnings("unchecked") // Each value was checked.
	public <T> @Nullable Map<String, @Nullable T> convertMap(String key, @Nullable Object value, Class<T> valueType) {
		return (Map<String, @Nullable T>) convert(key, value,
				this.objects.types().constructMapType(Map.class, String.class, valueType));
	}

	/**
	 * The class of an exception of the JDK, of ZProc or of the application.
	 * @param className its name
	 * @return the class, {@code null} when it is not there, is not allowed or is no
	 * exception
	 */
	public @Nullable Class<? extends Throwable> throwableClass(String className) {
		return this.objects.classes().loadThrowable(className);
	}

	private @Nullable Object convert(String key, @Nullable Object value, JavaType type) {
		try {
			return new ValueConversion(this.objects).convert(value, type);
		}
		catch (RuntimeException | StackOverflowError | LinkageError ex) {
			String wanted = type.isArrayType() ? type.getRawClass().getTypeName() : type.toCanonical();
			String what = "The value of '" + key + "'" + describe(value) + " cannot be read as " + wanted;
			// The type of the whole value is named already.
			boolean isSaid = value != null && Refusal.of(ex).equals(ValueConversion.otherType(value, type));
			throw isSaid ? new ZProcException(what, ex) : failure(what, ex);
		}
	}

	private byte[] write(ValueWriter writer, @Nullable Object value) throws IOException {
		ByteArrayOutputStream output = new ByteArrayOutputStream(64);
		JsonGenerator generator = this.objects.generator(output);
		try {
			writer.write(generator, value);
		}
		catch (IOException | RuntimeException ex) {
			// What is to be written next follows the last element that was written.
			Refusal refusal = Refusal.of(ex).at(generator.getOutputContext(), 1);
			throw new ValueRefusedException(refusal.toString(), ex);
		}
		generator.close();
		return output.toByteArray();
	}

	private @Nullable Object read(byte[] encoded) throws IOException {
		try (JsonParser parser = this.objects.parser(encoded)) {
			try {
				parser.nextToken();
				Object value = new ValueReader(this.objects).read(parser);
				if (parser.nextToken() != null) {
					throw new ValueRefusedException("malformed: there is more after the value");
				}
				return value;
			}
			catch (IOException | RuntimeException ex) {
				Refusal refusal = Refusal.of(ex).at(parser.getParsingContext(), 0);
				throw new ValueRefusedException(refusal.toString(), ex);
			}
		}
	}

	private void verify(Object value, byte[] encoded) throws IOException {
		Object decoded = read(encoded);
		if (!Arrays.equals(encoded, write(new ValueWriter(this.objects), decoded))) {
			throw RoundTrip.notEqual(value);
		}
		if (!value.equals(decoded)) {
			new RoundTrip(this.objects).check(value, decoded, read(encoded));
		}
	}

	private static String describe(@Nullable Object value) {
		return (value != null) ? " (a " + value.getClass().getTypeName() + ")" : "";
	}

	private static ZProcException failure(String what, Throwable cause) {
		return new ZProcException(what + ": " + Refusal.of(cause), cause);
	}

}
