/**
 * The live page in a browser.
 */
package cookies.page;
