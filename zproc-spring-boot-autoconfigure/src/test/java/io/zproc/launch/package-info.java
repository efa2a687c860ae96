/**
 * Small applications, started in every way that there is.
 */
package io.zproc.launch;
