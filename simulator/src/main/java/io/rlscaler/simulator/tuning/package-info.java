/**
 * Search for the settings of a controller on given traffic. Tuned on the traffic that is scored, so
 * the result is a hindsight competitor, not a forecast of what the settings will do.
 */
@NullMarked
package io.rlscaler.simulator.tuning;

import org.jspecify.annotations.NullMarked;
