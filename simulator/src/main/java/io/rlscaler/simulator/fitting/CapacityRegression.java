package io.rlscaler.simulator.fitting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The capacity of a replica [requests/s]: the slope of the arrival rate over utilization times
 * ready replicas, through the origin, by least absolute deviations, which a tenth of wrong samples
 * does not move. That slope is the median of the ratios, each weighted with its utilization times
 * replicas. Samples with a utilization outside of .1 to .95 say little and are left out.
 */
final class CapacityRegression {
  private static final double LEAST_UTILIZATION = .1;
  private static final double MOST_UTILIZATION = .95;
  private static final int LEAST_SAMPLES = 20;
  private static final int BLOCKS = 24;

  private record Sample(double ratio, double weight) {}

  private CapacityRegression() {}

  /** The capacity; empty with fewer than 20 usable samples. */
  static Optional<Estimate> of(ServiceHistory history) {
    List<List<Sample>> blocks = new ArrayList<>();
    List<Sample> all = samples(history, 0, history.size());
    if (all.size() < LEAST_SAMPLES) {
      return Optional.empty();
    }
    for (int b = 0; b < BLOCKS; b++) {
      int from = (int) ((long) b * history.size() / BLOCKS);
      int to = (int) ((b + 1L) * history.size() / BLOCKS);
      blocks.add(samples(history, from, to));
    }
    double value = weightedMedian(all);
    double[] range =
        BlockBootstrap.interval(
            BLOCKS,
            drawn -> {
              List<Sample> resampled = new ArrayList<>();
              for (int b : drawn) {
                resampled.addAll(blocks.get(b));
              }
              return resampled.isEmpty() ? Double.NaN : weightedMedian(resampled);
            });
    return Optional.of(Estimate.around(value, range[0], range[1]));
  }

  private static List<Sample> samples(ServiceHistory history, int from, int to) {
    List<Sample> samples = new ArrayList<>();
    for (int i = from; i < to; i++) {
      double utilization = history.utilization().at(i);
      double busy = utilization * history.ready().at(i);
      double rate = history.rate().at(i);
      if (utilization >= LEAST_UTILIZATION && utilization <= MOST_UTILIZATION && busy * rate > 0) {
        samples.add(new Sample(rate / busy, busy));
      }
    }
    return samples;
  }

  private static double weightedMedian(List<Sample> samples) {
    List<Sample> sorted = new ArrayList<>(samples);
    sorted.sort(Comparator.comparingDouble(Sample::ratio));
    double half = sorted.stream().mapToDouble(Sample::weight).sum() / 2;
    double sum = 0;
    for (Sample sample : sorted) {
      sum += sample.weight();
      if (sum >= half) {
        return sample.ratio();
      }
    }
    throw new IllegalArgumentException("no samples, expected one or more");
  }
}
