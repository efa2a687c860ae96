/**
 * A small application that tests run in JVMs of its own.
 */
package io.zproc.worker.plain;
