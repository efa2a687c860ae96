/**
 * The live page: what a browser gets at the address of the endpoint.
 */
@NullMarked
package io.zproc.actuate.page;

import org.jspecify.annotations.NullMarked;
