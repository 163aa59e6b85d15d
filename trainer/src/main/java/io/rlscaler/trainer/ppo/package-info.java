/**
 * Proximal policy optimisation: from what a policy did, and what came of it, to better weights.
 * Gradients come from DJL; advantages, the optimiser's step and all randomness are plain Java.
 */
@NullMarked
package io.rlscaler.trainer.ppo;

import org.jspecify.annotations.NullMarked;
