/**
 * An application whose workers are started with arguments.
 */
@NullMarked
package io.zproc.apps.jobs;

import org.jspecify.annotations.NullMarked;
