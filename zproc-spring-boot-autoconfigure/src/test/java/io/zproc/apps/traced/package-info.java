/**
 * An application whose work is traced over all of its processes.
 */
@NullMarked
package io.zproc.apps.traced;

import org.jspecify.annotations.NullMarked;
