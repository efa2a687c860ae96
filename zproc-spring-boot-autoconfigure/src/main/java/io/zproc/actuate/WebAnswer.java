package io.zproc.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * The answers of the endpoint over HTTP: what was asked for, or in words why not, which
 * Spring Boot itself keeps to the log.
 */
final class WebAnswer {

	private WebAnswer() {
	}

	/**
	 * Answers with a part.
	 * @param part gives it, {@code null} when it is not there
	 * @param otherwise what is said then
	 */
	static WebEndpointResponse<?> of(Supplier<@Nullable Object> part, Supplier<String> otherwise) {
		try {
			Object found = part.get();
			return (found != null) ? new WebEndpointResponse<>(found) : notFound(otherwise.get());
		}
		catch (InvalidEndpointRequestException ex) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST, "Bad Request", String.valueOf(ex.getMessage()));
		}
	}

	private static WebEndpointResponse<?> notFound(String message) {
		return problem(WebEndpointResponse.STATUS_NOT_FOUND, "Not Found", message);
	}

	private static WebEndpointResponse<?> problem(int status, String error, String message) {
		return new WebEndpointResponse<>(new ProblemDescriptor(status, error, message), status);
	}

	/**
	 * A member of the body that there must be.
	 */
	static String required(String name, @Nullable String value, String expected) {
		return NotThere.required(value,
				name + " is missing (expected: " + expected + " as the member '" + name + "' of a JSON object)");
	}

}
