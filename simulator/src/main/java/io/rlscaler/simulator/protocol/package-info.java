/**
 * The evaluation protocol: cuts traces, has settings searched and calibrated, runs all controllers
 * with paired seeds, audits them request by request, and stores what is finished. What the numbers
 * say is not decided here.
 */
@NullMarked
package io.rlscaler.simulator.protocol;

import org.jspecify.annotations.NullMarked;
