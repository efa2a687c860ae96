/**
 * What the state costs, beside two echoes in the same run. Not a test: its command is in
 * {@code docs/benchmarks.md}.
 */
@NullMarked
package io.zproc.benchmark;

import org.jspecify.annotations.NullMarked;
