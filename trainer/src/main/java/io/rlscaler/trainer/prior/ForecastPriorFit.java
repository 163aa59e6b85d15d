package io.rlscaler.trainer.prior;

import io.rlscaler.engine.forecast.ForecastPrior;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits the forecast prior of one start-up time.
 *
 * <p>A service teaches the engine's forecaster most coefficients within hours, and those of bursty
 * services differ from those of calm ones. A plain regression over all traces would give the bursty
 * ones, with their large errors, the word on everything, and do worse than persistence. So what is
 * minimised is the square error that is left to the prior of a forecaster that learns ({@link
 * NormalEquations#leftToPrior}), of each trace in parts of its error under persistence, as the mean
 * over traces, plus ridge |b|^2. Samples and robust weights are those of the forecaster that starts
 * from persistence.
 *
 * <p>The ridge is that with the least such error on data sets left out: for each source it is
 * fitted on all others. An infinite ridge is persistence, which is also taken when replays of the
 * sources left out show no gain over it.
 */
final class ForecastPriorFit {
  private static final List<Double> RIDGES =
      List.of(1e-3, 1e-2, .03, .1, .3, 1.0, 3.0, 10.0, 30.0, Double.POSITIVE_INFINITY);

  /** Below an error of a thousandth of the load, traces are taken for equally calm. */
  private static final double LEAST_SQUARE = 1e-6;

  /** One trace with its outcomes under persistence, and what they leave to the prior. */
  private record Sample(
      TrainingTrace trace, ForecastReplay persistence, NormalEquations equations) {}

  /** A trace whose source was left out of the fit. */
  private record LeftOut(ForecastReplay persistence, ForecastReplay fitted) {
    double relativeError() {
      return fitted.online().meanSquare()
          / Math.max(persistence.online().meanSquare(), LEAST_SQUARE);
    }
  }

  /**
   * A prior and what is known of its worth: means over the traces, each with its source left out.
   *
   * @param prior fitted to all traces; its sigma is the median over the traces
   * @param ridge that was chosen, infinite for persistence
   * @param relativeError square error of the learning forecaster in parts of that of the one which
   *     starts from persistence
   * @param persistence errors of the learning forecaster that starts from persistence
   * @param fitted errors of the learning forecaster that starts from the fit
   * @param alone errors of the fit without learning
   */
  record Result(
      ForecastPrior prior,
      double ridge,
      double relativeError,
      ForecastErrors persistence,
      ForecastErrors fitted,
      ForecastErrors alone) {}

  private final double startUpSeconds;
  private final Map<String, List<Sample>> sources = new LinkedHashMap<>();
  private final List<Sample> all = new ArrayList<>();

  private ForecastPriorFit(List<TrainingTrace> traces, double startUpSeconds) {
    this.startUpSeconds = startUpSeconds;
    for (TrainingTrace trace : traces) {
      Sample sample = sample(trace);
      if (!sample.persistence.equations().isEmpty()) {
        all.add(sample);
        sources.computeIfAbsent(trace.source(), source -> new ArrayList<>()).add(sample);
      }
    }
    if (sources.size() < 2) {
      throw new IllegalArgumentException(
          "traces: found usable ones of the sources %s, expected two sources or more, so that one can be left out"
              .formatted(sources.keySet()));
    }
  }

  private Sample sample(TrainingTrace trace) {
    ForecastReplay replay =
        ForecastReplay.of(trace.trace(), ForecastPrior.persistence(startUpSeconds));
    double scale = 1 / Math.max(replay.online().meanSquare(), LEAST_SQUARE);
    return new Sample(trace, replay, replay.equations().leftToPrior(scale));
  }

  /**
   * Fits a prior.
   *
   * @param traces of at least two sources
   * @throws IllegalArgumentException if there are fewer
   */
  static Result fit(List<TrainingTrace> traces, double startUpSeconds) {
    return new ForecastPriorFit(traces, startUpSeconds).fit();
  }

  private Result fit() {
    double ridge = bestRidge();
    List<LeftOut> leftOut = leaveOut(ridge);
    if (relativeError(leftOut) > 1) {
      ridge = Double.POSITIVE_INFINITY;
      leftOut = leaveOut(ridge);
    }
    List<ForecastReplay> fitted = leftOut.stream().map(LeftOut::fitted).toList();
    ForecastPrior prior =
        new ForecastPrior(
            startUpSeconds,
            coefficients(all, ridge),
            ForecastErrors.medianSigma(fitted.stream().map(ForecastReplay::online).toList()));
    return new Result(
        prior,
        ridge,
        relativeError(leftOut),
        ForecastErrors.mean(leftOut.stream().map(trace -> trace.persistence.online()).toList()),
        ForecastErrors.mean(fitted.stream().map(ForecastReplay::online).toList()),
        ForecastErrors.mean(fitted.stream().map(ForecastReplay::offline).toList()));
  }

  private double bestRidge() {
    double best = Double.POSITIVE_INFINITY;
    for (double ridge : RIDGES) {
      best = errorLeftOut(ridge) < errorLeftOut(best) ? ridge : best;
    }
    return best;
  }

  private double errorLeftOut(double ridge) {
    double sum = 0;
    for (Map.Entry<String, List<Sample>> source : sources.entrySet()) {
      List<Double> coefficients = coefficients(without(source.getKey()), ridge);
      for (Sample sample : source.getValue()) {
        sum += sample.equations.error(coefficients);
      }
    }
    return sum;
  }

  private List<LeftOut> leaveOut(double ridge) {
    List<LeftOut> leftOut = new ArrayList<>();
    for (Map.Entry<String, List<Sample>> source : sources.entrySet()) {
      List<Sample> others = without(source.getKey());
      ForecastPrior prior =
          new ForecastPrior(
              startUpSeconds,
              coefficients(others, ridge),
              ForecastErrors.medianSigma(
                  others.stream().map(sample -> sample.persistence.online()).toList()));
      for (Sample sample : source.getValue()) {
        leftOut.add(
            new LeftOut(sample.persistence, ForecastReplay.of(sample.trace.trace(), prior)));
      }
    }
    return leftOut;
  }

  private static double relativeError(List<LeftOut> leftOut) {
    return leftOut.stream().mapToDouble(LeftOut::relativeError).average().orElseThrow();
  }

  private static List<Double> coefficients(List<Sample> samples, double ridge) {
    return NormalEquations.solve(samples.stream().map(Sample::equations).toList(), ridge);
  }

  private List<Sample> without(String source) {
    return all.stream().filter(sample -> !sample.trace.source().equals(source)).toList();
  }
}
