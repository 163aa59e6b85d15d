/** Tests of the package of the same name. */
@NullMarked
package io.rlscaler.simulator.evaluation;

import org.jspecify.annotations.NullMarked;
