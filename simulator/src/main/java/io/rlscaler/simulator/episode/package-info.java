/**
 * One run of a controller on one trace: the scenario, the simulated cluster behind the engine's
 * ports, and what came of it. The engine's own control loop decides; nothing here scales on its
 * own.
 */
@NullMarked
package io.rlscaler.simulator.episode;

import org.jspecify.annotations.NullMarked;
