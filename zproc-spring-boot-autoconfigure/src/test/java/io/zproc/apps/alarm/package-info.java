/**
 * An application that listens to what happens to its workers.
 */
@NullMarked
package io.zproc.apps.alarm;

import org.jspecify.annotations.NullMarked;
