/**
 * How far the fast model agrees with the request-level one: a matrix of generated cells whose exact
 * violation shares are kept as data, and the comparison with what the fast model says.
 */
@NullMarked
package io.rlscaler.simulator.agreement;

import org.jspecify.annotations.NullMarked;
