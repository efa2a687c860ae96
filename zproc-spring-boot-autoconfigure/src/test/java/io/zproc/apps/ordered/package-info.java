/**
 * An application whose workers depend on each other.
 */
@NullMarked
package io.zproc.apps.ordered;

import org.jspecify.annotations.NullMarked;
