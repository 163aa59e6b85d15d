/** Tests of the clairvoyant bound. */
@NullMarked
package io.rlscaler.simulator.bound;

import org.jspecify.annotations.NullMarked;
