/**
 * What is known about a workload now: signals that are known with an age or unknown with a reason,
 * and the estimators of capacity, start-up time and error budget that live on them.
 */
@NullMarked
package io.rlscaler.engine.observation;

import org.jspecify.annotations.NullMarked;
