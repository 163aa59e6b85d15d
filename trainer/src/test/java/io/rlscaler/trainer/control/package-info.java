/** Classic control tasks, and PPO learning them as proof that it is PPO. */
@NullMarked
package io.rlscaler.trainer.control;

import org.jspecify.annotations.NullMarked;
