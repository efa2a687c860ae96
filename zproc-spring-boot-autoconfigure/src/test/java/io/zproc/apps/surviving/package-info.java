/**
 * An application that survives its state server.
 */
@NullMarked
package io.zproc.apps.surviving;

import org.jspecify.annotations.NullMarked;
