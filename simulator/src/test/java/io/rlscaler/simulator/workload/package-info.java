/** Rules of the workload models, checked against exact simulation. */
@NullMarked
package io.rlscaler.simulator.workload;

import org.jspecify.annotations.NullMarked;
