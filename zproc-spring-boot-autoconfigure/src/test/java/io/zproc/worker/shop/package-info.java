/**
 * An application with all that a child must not run.
 */
package io.zproc.worker.shop;
