package io.rlscaler.simulator.tuning;

import io.rlscaler.simulator.episode.HourlySums;

/**
 * The traffic of each hour of a load, which is the same for every setting.
 *
 * @param seconds of known load
 * @param requests that arrived
 */
@SuppressWarnings("ArrayRecordComponent") // of every hour; never compared
record Traffic(double[] seconds, double[] requests) {
  static Traffic of(HourlySums sums) {
    return new Traffic(sums.seconds(), sums.requests());
  }

  int hours() {
    return seconds.length;
  }
}
