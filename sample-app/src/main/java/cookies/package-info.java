/**
 * The sample of ZProc.
 */
package cookies;
