/**
 * An application whose workers tell what reaches them.
 */
@NullMarked
package io.zproc.apps.report;

import org.jspecify.annotations.NullMarked;
