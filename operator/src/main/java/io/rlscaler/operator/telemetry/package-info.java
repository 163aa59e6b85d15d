/**
 * The operator's metrics: every decision is counted, and the state of every scaler is a few gauges
 * that vanish with it.
 */
@NullMarked
package io.rlscaler.operator.telemetry;

import org.jspecify.annotations.NullMarked;
