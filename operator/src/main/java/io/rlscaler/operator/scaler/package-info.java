/**
 * The scalers under control: the spec of each RLScaler translated for the engine, and the registry
 * that reconciliation fills and the ticks read.
 */
@NullMarked
package io.rlscaler.operator.scaler;

import org.jspecify.annotations.NullMarked;
