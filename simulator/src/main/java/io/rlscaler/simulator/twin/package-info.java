/**
 * What another policy would have cost and spoiled, computed beside a live workload: two runs of the
 * fast queue model, one under the replicas that are, one under those that the policy would have
 * had. Nothing here decides, reads metrics or writes.
 */
@NullMarked
package io.rlscaler.simulator.twin;

import org.jspecify.annotations.NullMarked;
