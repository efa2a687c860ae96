/**
 * Launching, supervising and recording the processes of an application.
 */
@NullMarked
package io.zproc.process;

import org.jspecify.annotations.NullMarked;
