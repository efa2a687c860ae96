/**
 * The example of the page about processes.
 */
@NullMarked
package io.zproc.apps.bakery;

import org.jspecify.annotations.NullMarked;
