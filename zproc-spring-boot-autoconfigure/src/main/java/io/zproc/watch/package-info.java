/**
 * Methods that react to changes of the state.
 */
@NullMarked
package io.zproc.watch;

import org.jspecify.annotations.NullMarked;
