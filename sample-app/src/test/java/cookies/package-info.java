/**
 * Tests of the sample, as a jar.
 */
package cookies;
