/**
 * An application whose processes all work on one state.
 */
@NullMarked
package io.zproc.apps.busy;

import org.jspecify.annotations.NullMarked;
