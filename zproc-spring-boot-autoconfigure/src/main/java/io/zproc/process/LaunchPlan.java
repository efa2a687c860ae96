package io.zproc.process;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a worker must know of the application to be the same one.
 *
 * @param run the id of this run of the application
 * @param mainClass the class with the user's main, {@code null} when there is none
 * @param sources the configuration classes
 * @param properties what a test has set, with the highest precedence; empty when the
 * user's main sets everything up
 * @param arguments the application's arguments
 * @param systemProperties what the application got with {@code -D}
 * @since 0.1.0
 */
public record LaunchPlan(String run, @Nullable String mainClass, List<String> sources, Map<String, String> properties,
		List<String> arguments, Map<String, String> systemProperties) {

}
