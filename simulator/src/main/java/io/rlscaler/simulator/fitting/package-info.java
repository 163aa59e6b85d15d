/**
 * From what was measured of a service to the parameters of its workload model, each with the range
 * that the measurements leave open, and with the error of the model's predictions on a part of the
 * history that the fit has not seen. Nothing here reads files or asks servers.
 */
@NullMarked
package io.rlscaler.simulator.fitting;

import org.jspecify.annotations.NullMarked;
