/**
 * Applications that tests run in JVMs of their own, with real workers.
 */
@NullMarked
package io.zproc.apps;

import org.jspecify.annotations.NullMarked;
