/**
 * How a policy comes to be: the start by gradient through a fluid model, PPO in the simulator, the
 * selection of the best candidate, and the run around them.
 */
@NullMarked
package io.rlscaler.trainer.learning;

import org.jspecify.annotations.NullMarked;
