package io.rlscaler.simulator.fitting;

import io.rlscaler.simulator.workload.ServiceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Fits the workload model of a service to its history. The model is fitted to the first two thirds
 * and predicts the last third, whose measured latencies it does not use; start-up times and lag are
 * read from all of it. Deterministic.
 */
public final class ServiceFitter {
  private static final double FITTED_PART = 2.0 / 3;

  /** Fewer tell a queue's tail from chance too rarely. */
  private static final double LEAST_SECONDS = 2 * 3600;

  private static final int LEAST_WINDOWS = 60;

  /** Without it, a queue is seen at one load only, and any slots explain it. */
  private static final double LEAST_LOAD_VARIATION = 1.15;

  /** A range wider than this factor tells nothing. */
  private static final double WIDEST = 4;

  private static final double BAD_MISFIT = 4;

  private final ServiceHistory history;
  private final int fittedPoints;
  private final List<String> remarks = new ArrayList<>();
  private Optional<Estimate> capacity = Optional.empty();
  private Optional<Estimate> lag = Optional.empty();
  private Optional<Estimate> startUpMedian = Optional.empty();
  private Optional<Estimate> startUpP90 = Optional.empty();

  private ServiceFitter(ServiceHistory history) {
    this.history = history;
    fittedPoints = (int) (history.size() * FITTED_PART);
  }

  /**
   * Fits a history.
   *
   * @param knownCapacity of a replica [requests/s], for a service whose utilization is not measured
   */
  public static ServiceFit fit(ServiceHistory history, OptionalDouble knownCapacity) {
    return new ServiceFitter(history).fit(knownCapacity);
  }

  private ServiceFit fit(OptionalDouble knownCapacity) {
    fitReplicas();
    Optional<Estimate> reaction = MetricLag.of(history);
    // a window shows what was, in the mean, half of it ago; a step of the grid half a step
    double ofWindow = (history.windowSteps() - 1) * history.stepSeconds() / 2;
    lag =
        reaction.map(
            r -> new Estimate(r.value() + ofWindow, r.low() + ofWindow, r.high() + ofWindow));
    if (lag.isEmpty()) {
      remarks.add("Metric lag: utilization and slow requests do not follow the rate clearly.");
    }
    fitCapacity(knownCapacity, reaction);
    HistoryReplay replay = new HistoryReplay(history);
    int[] all = replay.windows();
    int[] fitted = Arrays.stream(all).filter(end -> end < fittedPoints).toArray();
    int[] heldOut =
        Arrays.stream(all).filter(end -> end - history.windowSteps() >= fittedPoints).toArray();
    Optional<String> reason = reasonAgainst(replay, fitted);
    if (reason.isPresent()) {
      return unknown(reason.get());
    }
    ServiceHistory first = history.between(0, fittedPoints);
    LatencyEvidence evidence = new LatencyEvidence(first, new HistoryReplay(first), fitted);
    Optional<String> silent = evidence.silence();
    if (silent.isPresent()) {
      return unknown(silent.get());
    }
    ServiceSearch search = ServiceSearch.over(evidence, capacity.orElseThrow().value());
    return told(search, HeldOutPrediction.of(history, replay, heldOut, search.service()));
  }

  private void fitReplicas() {
    StartUpTimes times = new StartUpTimes(history);
    startUpMedian = times.quantile(.5);
    startUpP90 = times.quantile(.9);
    if (startUpMedian.isEmpty()) {
      remarks.add(
          history.desired().known() == 0
              ? "Start-up time: the desired replicas are not known."
              : "Start-up time: fewer than 5 replicas were seen to start.");
    }
  }

  private void fitCapacity(OptionalDouble known, Optional<Estimate> reaction) {
    if (known.isPresent()) {
      double value = known.getAsDouble();
      capacity = Optional.of(new Estimate(value, value, value));
      return;
    }
    int late = (int) Math.round(reaction.map(Estimate::value).orElse(0.0) / history.stepSeconds());
    capacity = CapacityRegression.of(history.withUtilizationEarlier(late).between(0, fittedPoints));
  }

  private Optional<String> reasonAgainst(HistoryReplay replay, int[] fitted) {
    double seconds = fitted.length * history.windowSteps() * history.stepSeconds();
    if (seconds < LEAST_SECONDS || fitted.length < LEAST_WINDOWS) {
      return reason(
          "the history is too short: arrivals and ready replicas are known for %.1f h of its first"
              + " two thirds, expected %.0f h in at least %d windows",
          seconds / 3600, LEAST_SECONDS / 3600, LEAST_WINDOWS);
    }
    if (capacity.isEmpty()) {
      return reason(
          "the capacity of a replica is unknown: expected 20 values of the utilization from 0.1 to"
              + " 0.95, or the capacity itself");
    }
    double[] loads = Arrays.stream(fitted).mapToDouble(replay::loadPerReplica).sorted().toArray();
    double variation = BlockBootstrap.quantile(loads, .98) / BlockBootstrap.quantile(loads, .1);
    if (!(variation >= LEAST_LOAD_VARIATION)) {
      return reason(
          "the load per replica hardly varies (by %.0f %%, expected %.0f %%), which leaves open how"
              + " latency grows with it",
          100 * (variation - 1), 100 * (LEAST_LOAD_VARIATION - 1));
    }
    return Optional.empty();
  }

  private static Optional<String> reason(String format, Object... values) {
    return Optional.of(String.format(Locale.ROOT, format, values));
  }

  private ServiceFit unknown(String reason) {
    return new ServiceFit(
        capacity,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        startUpMedian,
        startUpP90,
        lag,
        Optional.empty(),
        Optional.empty(),
        remarks,
        Optional.of(reason));
  }

  private ServiceFit told(ServiceSearch search, Optional<PredictionError> error) {
    ServiceModel model = search.service();
    if (search.routing().isEmpty()) {
      remarks.add(
          "Routing: one queue and random routing explain the history alike; the model uses "
              + model.routing()
              + ".");
    }
    if (search.misfit() > BAD_MISFIT) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "The model does not explain these latencies well (misfit %.1f, expected about 1):"
                  + " trust the error beside its figures, not its parameters.",
              search.misfit()));
    }
    if (error.isEmpty()) {
      remarks.add("Error: no latency was measured in the last third of the history.");
    }
    return new ServiceFit(
        capacity,
        told("Slots", search.slots()),
        told("Mean service time", mean(search.mean())),
        told("Service variation", search.variation()),
        search.routing(),
        startUpMedian,
        startUpP90,
        lag,
        Optional.of(model),
        error,
        remarks,
        Optional.empty());
  }

  /** With the range of the capacity, from which the mean follows. */
  private Estimate mean(Estimate atCapacity) {
    Estimate c = capacity.orElseThrow();
    return new Estimate(
        atCapacity.value(),
        atCapacity.low() * c.value() / c.high(),
        atCapacity.high() * c.value() / c.low());
  }

  private Optional<Estimate> told(String name, Estimate estimate) {
    if (estimate.high() <= WIDEST * estimate.low()) {
      return Optional.of(estimate);
    }
    remarks.add(
        String.format(
            Locale.ROOT,
            "%s: not identified; all from %.4g to %.4g explain the history, the model uses %.4g.",
            name,
            estimate.low(),
            estimate.high(),
            estimate.value()));
    return Optional.empty();
  }
}
