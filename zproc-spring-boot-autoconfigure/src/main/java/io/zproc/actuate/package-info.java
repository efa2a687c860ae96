/**
 * The actuator endpoint that shows the state and the processes.
 */
@NullMarked
package io.zproc.actuate;

import org.jspecify.annotations.NullMarked;
