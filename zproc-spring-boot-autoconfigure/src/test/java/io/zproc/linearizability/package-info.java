/**
 * Whether the histories that several processes have of one state can be explained by
 * single calls that happen one after the other: a checker, and processes that are killed,
 * stopped and cut off to make histories for it.
 */
@NullMarked
package io.zproc.linearizability;

import org.jspecify.annotations.NullMarked;
