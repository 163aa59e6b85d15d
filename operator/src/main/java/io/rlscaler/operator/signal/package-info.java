/**
 * From a MetricSource to signals: batched queries, their answers indexed by workload, and the
 * history that rebuilds a workload's state after a start.
 */
@NullMarked
package io.rlscaler.operator.signal;

import org.jspecify.annotations.NullMarked;
