package io.zproc.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why the endpoint does not do what it was asked for over HTTP, in the form of Spring
 * Boot's own errors.
 *
 * @param status the status of the answer
 * @param error what that is called
 * @param message what was wrong, and what is expected
 * @since 0.1.0
 */
public record ProblemDescriptor(int status, String error, String message) implements OperationResponseBody {

}
