/**
 * What is believed of a workload before it was seen, learned from the training traces: fits, their
 * errors on data sets left out, and the document that holds the result.
 */
@NullMarked
package io.rlscaler.trainer.prior;

import org.jspecify.annotations.NullMarked;
