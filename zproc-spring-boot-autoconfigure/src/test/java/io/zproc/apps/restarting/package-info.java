/**
 * An application whose workers die and are started again.
 */
@NullMarked
package io.zproc.apps.restarting;

import org.jspecify.annotations.NullMarked;
