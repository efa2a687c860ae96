package io.zproc.watch;

/**
 * A watcher of the application in numbers.
 *
 * @param name its name
 * @param namespace what it watches
 * @param position the version up to which it has handled changes
 * @param lag how many versions it is behind
 * @since 0.1.0
 */
public record WatcherStatus(String name, String namespace, long position, long lag) {

}
