/**
 * What an application uses: the shared state, the annotations, and the exceptions.
 */
@NullMarked
package io.zproc;

import org.jspecify.annotations.NullMarked;
