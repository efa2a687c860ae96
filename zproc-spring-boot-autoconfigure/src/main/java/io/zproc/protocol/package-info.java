/**
 * What travels between the processes: messages, encoded values, and their versions.
 */
@NullMarked
package io.zproc.protocol;

import org.jspecify.annotations.NullMarked;
