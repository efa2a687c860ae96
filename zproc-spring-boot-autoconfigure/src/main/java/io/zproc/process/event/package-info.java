/**
 * What happens to processes and to the state, on its way to the application's listeners.
 */
@NullMarked
package io.zproc.process.event;

import org.jspecify.annotations.NullMarked;
