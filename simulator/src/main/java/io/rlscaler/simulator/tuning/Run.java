package io.rlscaler.simulator.tuning;

import io.rlscaler.simulator.episode.HourlySums;
import java.util.List;

/**
 * What one setting led to in each hour of a load. Single precision is enough for the sums of an
 * hour, and what comes from a file equals what went into it.
 *
 * @param values one per axis of the family
 * @param violating violating requests of each hour
 * @param replicaSeconds cost of each hour
 */
@SuppressWarnings("ArrayRecordComponent") // many and large; never compared
record Run(List<Double> values, float[] violating, float[] replicaSeconds) {
  static Run of(List<Double> values, HourlySums sums) {
    return new Run(values, narrow(sums.violatingRequests()), narrow(sums.replicaSeconds()));
  }

  static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
