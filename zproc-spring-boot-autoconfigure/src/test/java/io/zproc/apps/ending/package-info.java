/**
 * An application whose workers end only when they must.
 */
@NullMarked
package io.zproc.apps.ending;

import org.jspecify.annotations.NullMarked;
