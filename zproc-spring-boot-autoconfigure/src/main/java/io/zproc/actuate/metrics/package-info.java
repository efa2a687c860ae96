/**
 * Meters of all processes of an application.
 */
@NullMarked
package io.zproc.actuate.metrics;

import org.jspecify.annotations.NullMarked;
