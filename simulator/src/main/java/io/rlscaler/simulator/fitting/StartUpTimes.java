package io.rlscaler.simulator.fitting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Start-up times seen in a history: when the replicas asked for pass a level, the time until the
 * ready ones reach it. A raise by five gives five times. A level that is withdrawn before it is
 * reached, or whose waiting touches a gap, gives none. Of pods that overlap, the first asked for is
 * taken for the first ready one. Times are as coarse as the grid.
 */
final class StartUpTimes {
  private static final int LEAST_TIMES = 5;

  /** Replicas above it are not followed. */
  private static final int MOST_LEVELS = 10_000;

  /** The times of the raises that began at one grid point. */
  private final List<List<Double>> raises = new ArrayList<>();

  /** Reads the raises of a history. */
  StartUpTimes(ServiceHistory history) {
    int highest = 0;
    for (int i = 0; i < history.size(); i++) {
      highest = Math.max(highest, level(history.desired().at(i)));
    }
    int[] askedAt = new int[highest];
    Arrays.fill(askedAt, -1);
    for (int i = 0; i < history.size(); i++) {
      raises.add(new ArrayList<>());
      if (!history.desired().isKnown(i) || !history.ready().isKnown(i)) {
        Arrays.fill(askedAt, -1);
      } else if (i > 0 && history.desired().isKnown(i - 1)) {
        step(history, i, askedAt);
      }
    }
  }

  private void step(ServiceHistory history, int i, int[] askedAt) {
    int before = level(history.desired().at(i - 1));
    int desired = level(history.desired().at(i));
    int ready = level(history.ready().at(i));
    for (int l = Math.max(before, level(history.ready().at(i - 1))); l < desired; l++) {
      askedAt[l] = i;
    }
    for (int l = desired; l < before; l++) {
      askedAt[l] = -1;
    }
    for (int l = 0; l < Math.min(ready, desired); l++) {
      if (askedAt[l] >= 0) {
        raises.get(askedAt[l]).add((i - askedAt[l]) * history.stepSeconds());
        askedAt[l] = -1;
      }
    }
  }

  private static int level(double replicas) {
    return Double.isNaN(replicas) ? 0 : (int) Math.min(MOST_LEVELS, Math.round(replicas));
  }

  /** A quantile of the times [s]; empty when fewer than 5 were seen. */
  Optional<Estimate> quantile(double probability) {
    List<List<Double>> seen = raises.stream().filter(raise -> !raise.isEmpty()).toList();
    if (seen.stream().mapToInt(List::size).sum() < LEAST_TIMES) {
      return Optional.empty();
    }
    ToDoubleFunction<int[]> statistic =
        drawn -> {
          double[] times =
              Arrays.stream(drawn)
                  .boxed()
                  .flatMap(k -> seen.get(k).stream())
                  .mapToDouble(Double::doubleValue)
                  .sorted()
                  .toArray();
          return BlockBootstrap.quantile(times, probability);
        };
    int[] all = new int[seen.size()];
    Arrays.setAll(all, k -> k);
    double[] range = BlockBootstrap.interval(all.length, statistic);
    return Optional.of(Estimate.around(statistic.applyAsDouble(all), range[0], range[1]));
  }
}
