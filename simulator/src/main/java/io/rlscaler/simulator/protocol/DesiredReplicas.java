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

  static DesiredReplicas of(ServedSteps steps, double fromSeconds) {
    int first = steps.firstFrom(fromSeconds);
    double origin = steps.start(first);
    int last = steps.size() - 1;
    double length = steps.start(last) + steps.seconds(last) - origin;
    int points = Math.min(CellTimeline.MAX_POINTS, steps.size() - first);
    List<Double> seconds = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    List<Integer> replicas = new ArrayList<>();
    for (int k = 0; k < points; k++) {
      int from = steps.firstFrom(origin + k * length / points);
      int behind = steps.firstFrom(origin + (k + 1) * length / points);
      double rate = Double.NaN;
      int most = 0;
      for (int i = from; i < behind; i++) {
        rate = steps.isKnown(i) ? (rate > steps.rate(i) ? rate : steps.rate(i)) : rate;
        most = Math.max(most, steps.desired(i));
      }
      if (from < behind) {
        seconds.add(steps.start(from) - origin);
        rates.add(rate);
        replicas.add(most);
      }
    }
    return new DesiredReplicas(seconds, rates, replicas);
  }
}
