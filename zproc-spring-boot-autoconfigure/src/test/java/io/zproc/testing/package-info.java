/**
 * What the tests share: real JVMs to start, signal and kill, and a check for what a test
 * leaves behind.
 */
@NullMarked
package io.zproc.testing;

import org.jspecify.annotations.NullMarked;
