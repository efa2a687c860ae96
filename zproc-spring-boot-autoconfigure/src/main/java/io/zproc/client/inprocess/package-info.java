/**
 * The engine that has its server in the same JVM.
 */
@NullMarked
package io.zproc.client.inprocess;

import org.jspecify.annotations.NullMarked;
