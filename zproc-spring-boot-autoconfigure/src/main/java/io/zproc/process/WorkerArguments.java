package io.zproc.process;

import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.ZProcException;
import io.zproc.client.StateClient;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The values of a worker method's parameters that are not injected.
 *
 * @since 0.1.0
 */
public final class WorkerArguments {

	private WorkerArguments() {
	}

	/**
	 * Whether a parameter gets its value from the process in which the method runs.
	 * @param parameter the parameter
	 * @return {@code false} when who starts the process gives the value
	 */
	public static boolean isInjected(Parameter parameter) {
		return parameter.getType() == SharedState.class || parameter.getType() == WorkerContext.class
				|| AnnotatedElementUtils.hasAnnotation(parameter, Autowired.class)
				|| AnnotatedElementUtils.hasAnnotation(parameter, Qualifier.class)
				|| AnnotatedElementUtils.hasAnnotation(parameter, Value.class);
	}

	static List<Parameter> parameters(WorkerDefinition worker) {
		return Arrays.stream(worker.method().method().getParameters())
			.filter((parameter) -> !isInjected(parameter))
			.toList();
	}

	/**
	 * Checks arguments, and encodes them.
	 * @param worker the worker
	 * @param client encodes them
	 * @param arguments the arguments
	 * @return the encoded arguments
	 * @throws IllegalArgumentException when they do not fit
	 * @throws ZProcException when one cannot be written
	 */
	public static List<byte[]> encode(WorkerDefinition worker, StateClient client, @Nullable Object... arguments) {
		List<Parameter> parameters = parameters(worker);
		if (arguments.length != parameters.size()) {
			throw new IllegalArgumentException(
					"Worker '" + worker.name() + "' was given " + arguments.length + " argument(s) (expected: "
							+ parameters.size() + ", for " + describe(parameters) + " of " + worker.method() + ")");
		}
		List<byte[]> encoded = new ArrayList<>();
		for (int i = 0; i < arguments.length; i++) {
			String name = "argument " + (i + 1) + " of worker " + worker.name();
			byte[] bytes = client.encode(name, arguments[i]);
			check(worker, parameters.get(i), name, arguments[i], () -> client.decode(name, bytes), client);
			encoded.add(bytes);
		}
		return encoded;
	}

	private static void check(WorkerDefinition worker, Parameter parameter, String name, @Nullable Object argument,
			java.util.function.Supplier<@Nullable Object> decoded, StateClient client) {
		String expected = " (expected: " + parameter.getType().getTypeName() + " for '" + parameter.getName() + "' of "
				+ worker.method() + ")";
		if (argument == null && parameter.getType().isPrimitive()) {
			throw new IllegalArgumentException("The " + name + " is null" + expected);
		}
		try {
			client.convert(name, decoded.get(), parameter.getType());
		}
		catch (ZProcException ex) {
			throw new IllegalArgumentException("The " + name + " is a "
					+ ((argument != null) ? argument.getClass().getTypeName() : "null") + expected, ex);
		}
	}

	private static List<String> describe(List<Parameter> parameters) {
		return parameters.stream()
			.map((parameter) -> parameter.getType().getSimpleName() + " " + parameter.getName())
			.toList();
	}

}
