/**
 * An application whose workers fail and are called again.
 */
@NullMarked
package io.zproc.apps.retrying;

import org.jspecify.annotations.NullMarked;
