/**
 * An application that owns a swarm, to be killed or to have processes that cannot live.
 */
@NullMarked
package io.zproc.apps.swarming;

import org.jspecify.annotations.NullMarked;
