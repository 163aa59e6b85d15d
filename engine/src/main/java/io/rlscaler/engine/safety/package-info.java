/**
 * The deterministic last word: kill switch, data, risk, authority, hold, rate and bounds, each
 * adjustment recorded. A pure function of its inputs and of one workload's memory.
 */
@NullMarked
package io.rlscaler.engine.safety;

import org.jspecify.annotations.NullMarked;
