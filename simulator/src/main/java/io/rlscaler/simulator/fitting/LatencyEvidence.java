package io.rlscaler.simulator.fitting;

import io.rlscaler.simulator.workload.ServiceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What measured latencies say about a service model, as one number: the chi-square distance of its
 * predictions.
 *
 * <p>Windows are put into bins of similar arrivals per ready replica, finer towards the highest,
 * and of few or many replicas; a window alone says little, because one run of a queue deviates far
 * from its mean. A bin compares the share of requests beyond a latency, or the mean logarithm of a
 * latency quantile. Its standard error comes from the scatter of its windows, doubled in variance
 * as neighbours depend on each other, and from what the model itself is known to be wrong by:
 * max(.0005, 15 %) of a share (of the good one where it is the smaller) and 5 % of a latency, taken
 * as two standard errors.
 */
final class LatencyEvidence {
  private static final double[] EDGES = {
    0, .1, .2, .3, .4, .5, .6, .7, .8, .85, .9, .925, .95, .97, .98, .99, 1
  };
  private static final int LEAST_WINDOWS = 5;
  private static final double DEPENDENCE = 2;
  private static final double LEAST_SHARE_ERROR = .00025;
  private static final double RELATIVE_SHARE_ERROR = .075;
  private static final double LOG_LATENCY_ERROR = .025;

  /** Where a residual turns from squared to linear: single bins must not decide. */
  private static final double ROBUST_FROM = 3;

  private final HistoryReplay replay;
  private final int[] windows;
  private final List<LatencySeries> series;
  private final List<Bin> bins = new ArrayList<>();

  /** The windows of one series that lie in one bin, with the variance of their mean difference. */
  private static final class Bin {
    private final int series;
    private final int[] members;
    private final double[] requests;
    private final double modelVariance;
    private double variance;

    Bin(int series, int[] members, double[] requests, double modelVariance) {
      this.series = series;
      this.members = members;
      this.requests = requests;
      this.modelVariance = modelVariance;
    }

    double mean(double[] differences) {
      double sum = 0;
      double total = 0;
      for (int member : members) {
        sum += requests[member] * differences[member];
        total += requests[member];
      }
      return sum / total;
    }

    void learnScatter(double[] differences) {
      double mean = mean(differences);
      double squares = 0;
      double total = 0;
      for (int member : members) {
        double weighted = requests[member] * (differences[member] - mean);
        squares += weighted * weighted;
        total += requests[member];
      }
      double scatter = DEPENDENCE * squares / (total * total);
      variance = Math.max(scatter, 1 / (total * total)) + modelVariance;
    }
  }

  /** The evidence of a history. */
  LatencyEvidence(ServiceHistory history, HistoryReplay replay, int[] windows) {
    this.replay = replay;
    this.windows = windows;
    series = LatencySeries.of(history, windows);
    double[] requests = Arrays.stream(windows).mapToDouble(replay::requests).toArray();
    List<List<Integer>> groups = groups();
    for (int s = 0; s < series.size(); s++) {
      for (List<Integer> group : groups) {
        addBin(s, group, requests);
      }
    }
    double[] nothing = new double[windows.length];
    bins.forEach(bin -> bin.learnScatter(differences(series.get(bin.series), nothing)));
  }

  private List<List<Integer>> groups() {
    List<Integer> byLoad = new ArrayList<>();
    for (int w = 0; w < windows.length; w++) {
      byLoad.add(w);
    }
    byLoad.sort(Comparator.comparingDouble(w -> replay.loadPerReplica(windows[w])));
    List<List<Integer>> groups = new ArrayList<>();
    for (int e = 0; e + 1 < EDGES.length; e++) {
      int from = (int) Math.round(EDGES[e] * byLoad.size());
      int to = (int) Math.round(EDGES[e + 1] * byLoad.size());
      List<Integer> group = new ArrayList<>(byLoad.subList(from, to));
      group.sort(Comparator.comparingDouble(w -> replay.replicas(windows[w])));
      int half = group.size() / 2;
      groups.add(group.subList(0, half));
      groups.add(group.subList(half, group.size()));
    }
    return groups;
  }

  private void addBin(int s, List<Integer> group, double[] requests) {
    LatencySeries one = series.get(s);
    int[] members = group.stream().mapToInt(w -> w).filter(one::isKnown).toArray();
    if (members.length < LEAST_WINDOWS) {
      return;
    }
    double error = LOG_LATENCY_ERROR;
    if (one.isShare()) {
      double share =
          Arrays.stream(members).mapToDouble(w -> requests[w] * one.measured(w)).sum()
              / Arrays.stream(members).mapToDouble(w -> requests[w]).sum();
      error = Math.max(LEAST_SHARE_ERROR, RELATIVE_SHARE_ERROR * share * (1 - share));
    }
    bins.add(new Bin(s, members, requests, error * error));
  }

  /** Why there is nothing to fit; empty when there is. */
  Optional<String> silence() {
    if (bins.isEmpty()) {
      return Optional.of("no latency was measured: expected a good ratio or a latency quantile");
    }
    boolean sharesOnly = series.stream().allMatch(LatencySeries::isShare);
    boolean never = series.stream().noneMatch(LatencySeries::varies);
    return sharesOnly && never
        ? Optional.of(
            "the share of slow requests never changed: expected a latency that some requests"
                + " exceed, such as a lower bucket of the histogram")
        : Optional.empty();
  }

  /** How many bins are compared. */
  int size() {
    return bins.size();
  }

  /** The series that are compared. */
  List<LatencySeries> series() {
    return series;
  }

  /** Takes the scatter of the windows around a model for that of the measurement. */
  void learnScatter(ServiceModel service) {
    double[][] differences = windowDifferences(service);
    bins.forEach(bin -> bin.learnScatter(differences[bin.series]));
  }

  /** The mean difference of a model's predictions from the measurements, per bin. */
  double[] differences(ServiceModel service) {
    double[][] differences = windowDifferences(service);
    return bins.stream().mapToDouble(bin -> bin.mean(differences[bin.series])).toArray();
  }

  /** The distance of a model with such differences: about the number of bins when it is right. */
  double distance(double[] differences) {
    double sum = 0;
    for (int b = 0; b < differences.length; b++) {
      double squared = differences[b] * differences[b] / bins.get(b).variance;
      double scaled = squared / (ROBUST_FROM * ROBUST_FROM);
      sum += 2 * ROBUST_FROM * ROBUST_FROM * (Math.sqrt(1 + scaled) - 1);
    }
    return sum;
  }

  private double[][] windowDifferences(ServiceModel service) {
    double[][] differences = new double[series.size()][];
    for (int s = 0; s < differences.length; s++) {
      LatencySeries one = series.get(s);
      differences[s] = differences(one, one.predicted(replay, service, windows));
    }
    return differences;
  }

  private double[] differences(LatencySeries one, double[] predicted) {
    double[] differences = new double[windows.length];
    for (int w = 0; w < windows.length; w++) {
      differences[w] =
          one.isShare()
              ? predicted[w] - one.measured(w)
              : logarithm(predicted[w]) - Math.log(one.measured(w));
    }
    return differences;
  }

  /** Of a latency; 0 stands for no prediction. */
  private static double logarithm(double latency) {
    return latency > 0 ? Math.log(latency) : 0;
  }
}
