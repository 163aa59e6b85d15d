package io.rlscaler.simulator.fitting;

import io.rlscaler.simulator.workload.ServiceModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The service models of one capacity that explain measured latencies. With the capacity known, the
 * number of slots decides the mean service time, so a model is slots, variation and routing: a grid
 * over all three, then a search of the variation at each number of slots, then of the slots around
 * the best. Service times are log-normal.
 *
 * <p>Everything tried is kept: what is not clearly farther from the measurements than the best
 * makes up the range of a parameter.
 */
final class ServiceSearch {
  private static final int[] SLOTS = {
    1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128, 192, 256
  };
  private static final double[] VARIATIONS = {.15, .3, .5, .75, 1, 1.4, 2};
  private static final double LEAST_VARIATION = .05;
  private static final double MOST_VARIATION = 3;

  /** A service time this many times the longest latency that is measured explains nothing. */
  private static final double LONGEST_MEAN = 3;

  /** So many numbers of slots are searched in any case, and all within so many ranges. */
  private static final int LIKELIEST = 5;

  private static final double LIKELY = 20;

  /** The 90 % quantile of chi-square with one degree of freedom. */
  private static final double RANGE = 2.706;

  /** Its 99 % quantile: two routings must differ by more to be told apart. */
  private static final double CLEAR = 6.635;

  private final LatencyEvidence evidence;
  private final double capacity;
  private final Map<ServiceModel, double[]> differences = new LinkedHashMap<>();
  private List<Candidate> sorted = List.of();

  /** A model and its distance from the measurements. */
  private record Candidate(ServiceModel service, double distance) {}

  private ServiceSearch(LatencyEvidence evidence, double capacity) {
    this.evidence = evidence;
    this.capacity = capacity;
  }

  /**
   * Searches the models of a capacity.
   *
   * @param capacity of a replica [requests/s]
   */
  static ServiceSearch over(LatencyEvidence evidence, double capacity) {
    ServiceSearch search = new ServiceSearch(evidence, capacity);
    search.grid();
    evidence.learnScatter(search.service());
    search.sort();
    search.refine();
    evidence.learnScatter(search.service());
    search.sort();
    return search;
  }

  private void grid() {
    double longest =
        evidence.series().stream().mapToDouble(LatencySeries::longestLatency).max().orElseThrow();
    List<ServiceModel> models = new ArrayList<>();
    for (ServiceModel.Routing routing : routings()) {
      for (int slots : SLOTS) {
        // the smallest number stays in, however long its service time
        if (slots == 1 || slots / capacity <= LONGEST_MEAN * longest) {
          for (double variation : VARIATIONS) {
            models.add(model(slots, variation, routing));
          }
        }
      }
    }
    tryAll(models);
  }

  private static List<ServiceModel.Routing> routings() {
    return List.of(ServiceModel.Routing.CENTRAL, ServiceModel.Routing.RANDOM);
  }

  private ServiceModel model(int slots, double variation, ServiceModel.Routing routing) {
    double within = Math.min(MOST_VARIATION, Math.max(LEAST_VARIATION, variation));
    return new ServiceModel(
        slots,
        slots / capacity,
        // coarse enough to share tables, finer than any history can tell
        Math.round(100 * within) / 100.0,
        ServiceModel.Distribution.LOG_NORMAL,
        routing);
  }

  private void tryAll(List<ServiceModel> models) {
    List<ServiceModel> fresh =
        models.stream().distinct().filter(model -> !differences.containsKey(model)).toList();
    List<double[]> found = fresh.parallelStream().map(evidence::differences).toList();
    for (int i = 0; i < found.size(); i++) {
      differences.put(fresh.get(i), found.get(i));
    }
    sort();
  }

  private void sort() {
    sorted =
        differences.entrySet().stream()
            .map(entry -> new Candidate(entry.getKey(), evidence.distance(entry.getValue())))
            .sorted(Comparator.comparingDouble(Candidate::distance))
            .toList();
  }

  private void refine() {
    for (double factor = 1.2; factor > 1.01; factor = Math.sqrt(factor)) {
      List<ServiceModel> near = new ArrayList<>();
      for (ServiceModel.Routing routing : routings()) {
        for (ServiceModel service : bestOfEachSize(routing)) {
          near.add(model(service.slots(), service.variation() * factor, routing));
          near.add(model(service.slots(), service.variation() / factor, routing));
        }
        ServiceModel service = best(routing).service();
        int stride = Math.max(1, (int) ((factor - 1) * service.slots()));
        near.add(model(service.slots() + stride, service.variation(), routing));
        near.add(model(Math.max(1, service.slots() - stride), service.variation(), routing));
      }
      tryAll(near);
    }
  }

  /** The best variation of each number of slots that may still become the best. */
  private List<ServiceModel> bestOfEachSize(ServiceModel.Routing routing) {
    Map<Integer, ServiceModel> bySlots = new LinkedHashMap<>();
    double limit = best().distance() + LIKELY * slack(RANGE);
    for (Candidate candidate : sorted) {
      ServiceModel service = candidate.service();
      boolean likely = bySlots.size() < LIKELIEST || candidate.distance() <= limit;
      if (service.routing() == routing && likely) {
        bySlots.putIfAbsent(service.slots(), service);
      }
    }
    return List.copyOf(bySlots.values());
  }

  private Candidate best() {
    return sorted.get(0);
  }

  private Candidate best(ServiceModel.Routing routing) {
    return sorted.stream()
        .filter(one -> one.service().routing() == routing)
        .findFirst()
        .orElseThrow();
  }

  /** A difference of distances, inflated where even the best fits badly. */
  private double slack(double quantile) {
    return quantile * Math.max(1, misfit());
  }

  /** The best model's distance per degree of freedom: about 1 when the model is right. */
  double misfit() {
    return best().distance() / Math.max(1, evidence.size() - 3);
  }

  /** The best model. */
  ServiceModel service() {
    return best().service();
  }

  /** The routing, if the measurements tell it. */
  Optional<ServiceModel.Routing> routing() {
    double central = best(ServiceModel.Routing.CENTRAL).distance();
    double random = best(ServiceModel.Routing.RANDOM).distance();
    return Math.abs(central - random) > slack(CLEAR)
        ? Optional.of(service().routing())
        : Optional.empty();
  }

  /** The slots and what else is possible. */
  Estimate slots() {
    return range(ServiceModel::slots);
  }

  /** The mean service time and what else is possible [s]. */
  Estimate mean() {
    return range(ServiceModel::meanSeconds);
  }

  /** The variation and what else is possible. */
  Estimate variation() {
    return range(ServiceModel::variation);
  }

  private Estimate range(ToDoubleFunction<ServiceModel> parameter) {
    double limit = best().distance() + slack(RANGE);
    double[] possible =
        sorted.stream()
            .filter(one -> one.distance() <= limit)
            .mapToDouble(one -> parameter.applyAsDouble(one.service()))
            .sorted()
            .toArray();
    double value = parameter.applyAsDouble(service());
    return Estimate.around(value, possible[0], possible[possible.length - 1]);
  }
}
