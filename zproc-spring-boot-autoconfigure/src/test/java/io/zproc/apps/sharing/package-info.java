/**
 * An application that shares a state server with others.
 */
@NullMarked
package io.zproc.apps.sharing;

import org.jspecify.annotations.NullMarked;
