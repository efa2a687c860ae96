/**
 * The shared state as a process sees it, and the engines that it stands on.
 */
@NullMarked
package io.zproc.client;

import org.jspecify.annotations.NullMarked;
