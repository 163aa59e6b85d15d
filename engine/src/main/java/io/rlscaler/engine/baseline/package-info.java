/**
 * The HorizontalPodAutoscaler v2 algorithm, reproduced number for number without Kubernetes: from
 * pods and metrics, or from the utilization of the ready capacity, to a desired replica count.
 * Nothing here does I/O or reads a clock; all that is remembered between two calls lives in {@link
 * io.rlscaler.engine.baseline.HpaState}.
 */
@NullMarked
package io.rlscaler.engine.baseline;

import org.jspecify.annotations.NullMarked;
