package io.zproc.actuate.page;

/**
 * What a page is told at once.
 *
 * @param event what it is
 * @param id where the page is afterwards, so that it can go on from there on another
 * connection
 * @param data JSON
 */
record PageFrame(String event, String id, String data) {

}
