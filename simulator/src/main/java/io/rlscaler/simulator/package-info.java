/** Workload models, traces and the engine's control loop driven by them. */
@NullMarked
package io.rlscaler.simulator;

import org.jspecify.annotations.NullMarked;
