/** Tests of the package of the same name. */
@NullMarked
package io.rlscaler.simulator.report;

import org.jspecify.annotations.NullMarked;
