/** Tests of the shadow twin. */
@NullMarked
package io.rlscaler.simulator.twin;

import org.jspecify.annotations.NullMarked;
