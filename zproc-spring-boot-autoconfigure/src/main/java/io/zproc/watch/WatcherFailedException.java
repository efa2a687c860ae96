package io.zproc.watch;

import io.zproc.ZProcException;

/**
 * A watcher's method failed, and the watcher stops.
 */
final class WatcherFailedException extends ZProcException {

	WatcherFailedException(String message, Throwable cause) {
		super(message, cause);
	}

}
