/**
 * Where a policy gains experience: simulated workloads under the engine's own loop, decision by
 * decision, with the return of each.
 */
@NullMarked
package io.rlscaler.trainer.environment;

import org.jspecify.annotations.NullMarked;
