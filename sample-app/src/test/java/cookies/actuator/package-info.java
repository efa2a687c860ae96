/**
 * The endpoint behind real servers of both web stacks.
 */
package cookies.actuator;
