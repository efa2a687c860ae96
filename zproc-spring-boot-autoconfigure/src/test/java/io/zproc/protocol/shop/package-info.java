/**
 * An application's own classes, as the tests of the codec write and read them.
 */
package io.zproc.protocol.shop;
