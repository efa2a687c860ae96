/**
 * An application of the tests, with workers that are started again together.
 */
@NullMarked
package io.zproc.apps.grouped;

import org.jspecify.annotations.NullMarked;
