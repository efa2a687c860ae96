/**
 * The state under loads: many clients in processes of their own, many keys, big values,
 * lossy and slow connections. Each test has a small size in the build, and a full one by
 * a command in {@code docs/testing.md}.
 */
@NullMarked
package io.zproc.loads;

import org.jspecify.annotations.NullMarked;
