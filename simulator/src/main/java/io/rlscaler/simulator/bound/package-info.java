/**
 * The clairvoyant bound: what a controller that knows all rates beforehand would have to pay at
 * least, as the dual value of a relaxation, and a plan that comes close to it.
 */
@NullMarked
package io.rlscaler.simulator.bound;

import org.jspecify.annotations.NullMarked;
