/** Tests of the package of the same name. */
@NullMarked
package io.rlscaler.simulator.tuning;

import org.jspecify.annotations.NullMarked;
