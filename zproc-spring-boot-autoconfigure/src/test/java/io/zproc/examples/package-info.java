/**
 * zproc's own examples, with real processes: what they promise holds here, too.
 */
@NullMarked
package io.zproc.examples;

import org.jspecify.annotations.NullMarked;
