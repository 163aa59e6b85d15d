/**
 * The shell around a training run: its configuration, checkpoints, progress and records, and the
 * stop on a signal. Nothing here learns.
 */
@NullMarked
package io.rlscaler.trainer.run;

import org.jspecify.annotations.NullMarked;
