/**
 * Hostile clients against a real server with a small heap: what they send is made from a
 * seed, and a good client beside them checks every answer that it gets.
 */
@NullMarked
package io.zproc.fuzz;

import org.jspecify.annotations.NullMarked;
