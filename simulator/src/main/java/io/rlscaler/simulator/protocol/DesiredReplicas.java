package io.rlscaler.simulator.protocol;

import io.rlscaler.simulator.episode.ServedSteps;
import io.rlscaler.simulator.evaluation.CellTimeline;
import java.util.ArrayList;
import java.util.List;

/**
 * Replicas asked for and load over the scored part, thinned for a chart; every stretch shows its
 * largest value.
 *
 * @param seconds beginning of each stretch, from that of the scored part
 * @param rates largest arrival rate [requests/s], NaN where none is known
 * @param replicas most replicas
 */
record DesiredReplicas(List<Double> seconds, List<Double> rates, List<Integer> replicas) {
  DesiredReplicas {
    seconds = List.copyOf(seconds);
    rates = List.copyOf(rates);
    replicas = List.copyOf(replicas);
  }

  /**
   * Thins an episode: equal stretches of at least one decision period, the same for all episodes of
   * a load.
   */
  static DesiredReplicas of(ServedSteps steps, double fromSeconds, double periodSeconds) {
    int last = steps.size() - 1;
    double length = steps.start(last) + steps.seconds(last) - fromSeconds;
    int points = (int) Math.max(1, Math.min(CellTimeline.MAX_POINTS, length / periodSeconds));
    List<Double> seconds = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    List<Integer> replicas = new ArrayList<>();
    for (int k = 0; k < points; k++) {
      int from = steps.firstFrom(fromSeconds + k * length / points);
      int behind = steps.firstFrom(fromSeconds + (k + 1) * length / points);
      double rate = Double.NaN;
      int most = 0;
      for (int i = from; i < behind; i++) {
        rate = steps.isKnown(i) ? (rate > steps.rate(i) ? rate : steps.rate(i)) : rate;
        most = Math.max(most, steps.desired(i));
      }
      seconds.add(k * length / points);
      rates.add(rate);
      replicas.add(most);
    }
    return new DesiredReplicas(seconds, rates, replicas);
  }
}
