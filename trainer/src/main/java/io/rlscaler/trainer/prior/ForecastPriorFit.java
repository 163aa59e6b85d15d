package io.rlscaler.trainer.prior;

import io.rlscaler.engine.forecast.ForecastPrior;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits the forecast prior of one start-up time: the coefficients b that minimise the mean over the
 * traces of each trace's mean of w (y - x b)^2, plus r |b|^2. The samples (x, y) and their robust
 * weights w are those of the engine's forecaster when it starts from persistence. The ridge r is
 * that with the least error on data sets left out: for each source it is fitted on all others.
 */
final class ForecastPriorFit {
  static final List<Double> RIDGES = List.of(1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1);

  /** One trace with its outcomes under persistence. */
  private record Sample(TrainingTrace trace, ForecastReplay persistence) {}

  /**
   * The prior and what is known of its worth, each as the mean over traces whose source was left
   * out of the fit.
   *
   * @param prior fitted to all traces
   * @param ridge that was chosen
   * @param persistence errors of the learning forecaster that starts from persistence
   * @param fitted errors of the learning forecaster that starts from the fit
   * @param alone errors of the fit without learning
   */
  record Result(
      ForecastPrior prior,
      double ridge,
      ForecastErrors persistence,
      ForecastErrors fitted,
      ForecastErrors alone,
      ForecastErrors persistenceAtTwice,
      ForecastErrors fittedAtTwice) {}

  private final double startUpSeconds;
  private final Map<String, List<Sample>> sources = new LinkedHashMap<>();

  private ForecastPriorFit(List<TrainingTrace> traces, double startUpSeconds) {
    this.startUpSeconds = startUpSeconds;
    ForecastPrior persistence = ForecastPrior.persistence(startUpSeconds);
    for (TrainingTrace trace : traces) {
      Sample sample = new Sample(trace, ForecastReplay.of(trace.trace(), persistence));
      if (sample.persistence.equations().count() > 0) {
        sources.computeIfAbsent(trace.source(), source -> new ArrayList<>()).add(sample);
      }
    }
    if (sources.size() < 2) {
      throw new IllegalArgumentException(
          "traces: found usable ones of the sources "
              + sources.keySet()
              + ", expected at least two, so that one can be left out");
    }
  }

  /**
   * Fits a prior.
   *
   * @param traces of at least two sources
   */
  static Result fit(List<TrainingTrace> traces, double startUpSeconds) {
    return new ForecastPriorFit(traces, startUpSeconds).fit();
  }

  private Result fit() {
    double ridge = RIDGES.get(0);
    for (double other : RIDGES) {
      ridge = errorLeftOut(other) < errorLeftOut(ridge) ? other : ridge;
    }
    List<ForecastReplay> held = new ArrayList<>();
    for (String source : sources.keySet()) {
      ForecastPrior others = prior(without(source), ridge);
      sources
          .getOrDefault(source, List.of())
          .forEach(sample -> held.add(ForecastReplay.of(sample.trace.trace(), others)));
    }
    ForecastErrors fitted = mean(held.stream().map(ForecastReplay::online).toList());
    List<ForecastReplay> persistence = all().stream().map(Sample::persistence).toList();
    return new Result(
        new ForecastPrior(startUpSeconds, coefficients(all(), ridge), fitted.sigma()),
        ridge,
        mean(persistence.stream().map(ForecastReplay::online).toList()),
        fitted,
        mean(held.stream().map(ForecastReplay::offline).toList()),
        mean(persistence.stream().map(ForecastReplay::onlineAtTwice).toList()),
        mean(held.stream().map(ForecastReplay::onlineAtTwice).toList()));
  }

  private static ForecastErrors mean(List<ForecastErrors> errors) {
    return ForecastErrors.mean(errors);
  }

  private double errorLeftOut(double ridge) {
    double sum = 0;
    for (Map.Entry<String, List<Sample>> source : sources.entrySet()) {
      List<Double> coefficients = coefficients(without(source.getKey()), ridge);
      for (Sample sample : source.getValue()) {
        sum += sample.persistence.equations().error(coefficients);
      }
    }
    return sum / all().size();
  }

  private ForecastPrior prior(List<Sample> samples, double ridge) {
    ForecastErrors errors = mean(samples.stream().map(s -> s.persistence.online()).toList());
    return new ForecastPrior(startUpSeconds, coefficients(samples, ridge), errors.sigma());
  }

  private static List<Double> coefficients(List<Sample> samples, double ridge) {
    return NormalEquations.solve(
        samples.stream().map(sample -> sample.persistence.equations()).toList(), ridge);
  }

  private List<Sample> all() {
    return sources.values().stream().flatMap(List::stream).toList();
  }

  private List<Sample> without(String source) {
    return all().stream().filter(sample -> !sample.trace.source().equals(source)).toList();
  }
}
