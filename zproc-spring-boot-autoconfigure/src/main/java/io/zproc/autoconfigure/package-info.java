/**
 * The auto-configuration of an application that uses ZProc.
 */
@NullMarked
package io.zproc.autoconfigure;

import org.jspecify.annotations.NullMarked;
