/**
 * The causal forecast of the largest load over one start-up time: its history, its regressors and
 * the ridge regression that leaks back to a learned prior.
 */
@NullMarked
package io.rlscaler.engine.forecast;

import org.jspecify.annotations.NullMarked;
