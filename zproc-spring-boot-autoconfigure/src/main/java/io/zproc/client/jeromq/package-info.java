/**
 * The engine that talks to a state server by ZeroMQ messages.
 */
@NullMarked
package io.zproc.client.jeromq;

import org.jspecify.annotations.NullMarked;
