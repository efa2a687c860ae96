/**
 * An application whose main starts Spring on another thread.
 */
@NullMarked
package io.zproc.apps.elsewhere;

import org.jspecify.annotations.NullMarked;
