package io.zproc.process;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the properties of one worker say about its life; {@code null} leaves it to the
 * annotation.
 *
 * @param after the workers that must be ready before it is started
 * @since 0.1.0
 */
public record LifeOptions(@Nullable List<String> after) {

	static final LifeOptions NOTHING = new LifeOptions(null);

}
