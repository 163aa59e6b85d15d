package io.rlscaler.cli;

import io.rlscaler.simulator.fitting.GridSeries;
import io.rlscaler.simulator.fitting.ServiceHistory;
import io.rlscaler.simulator.trace.Trace;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts the series of a fit onto the grid of the arrival rate. */
final class FitHistory {
  private final Map<FitSeries, Trace> series;
  private final Trace rate;

  private FitHistory(Map<FitSeries, Trace> series) {
    this.series = series;
    rate = required(FitSeries.Kind.RATE);
    required(FitSeries.Kind.READY);
  }

  /**
   * The history.
   *
   * @param windowSteps steps of the window that rates are means of
   */
  static ServiceHistory of(Map<FitSeries, Trace> series, int windowSteps) {
    return new FitHistory(series).history(windowSteps);
  }

  private Trace required(FitSeries.Kind kind) {
    Trace trace = series.get(FitSeries.of(kind));
    if (trace == null) {
      throw new InputException(
          FitSeries.of(kind)
              + ": missing, expected the arrival rate and the ready replicas: give --query"
              + " or --workload");
    }
    return trace;
  }

  private ServiceHistory history(int windowSteps) {
    SortedMap<Double, GridSeries> good = new TreeMap<>();
    SortedMap<Double, GridSeries> quantiles = new TreeMap<>();
    for (FitSeries one : series.keySet()) {
      if (one.kind() == FitSeries.Kind.GOOD) {
        good.put(one.parameter(), grid(one));
      } else if (one.kind() == FitSeries.Kind.QUANTILE) {
        quantiles.put(one.parameter(), grid(one));
      }
    }
    try {
      return new ServiceHistory(
          rate.step(),
          windowSteps,
          grid(FitSeries.of(FitSeries.Kind.RATE)),
          grid(FitSeries.of(FitSeries.Kind.READY)),
          grid(FitSeries.of(FitSeries.Kind.DESIRED)),
          grid(FitSeries.of(FitSeries.Kind.UTILIZATION)),
          good,
          quantiles);
    } catch (IllegalArgumentException e) {
      throw new InputException("history: " + e.getMessage(), e);
    }
  }

  private GridSeries grid(FitSeries one) {
    Trace trace = series.get(one);
    if (trace == null) {
      return GridSeries.unknown(rate.size());
    }
    long step = rate.step().toMillis();
    long behind = rate.start().toMillis() - trace.start().toMillis();
    if (trace.step().toMillis() != step || behind % step != 0) {
      throw new InputException(
          one
              + ": times from "
              + trace.start()
              + " in steps of "
              + trace.step()
              + ", expected those of the rate, from "
              + rate.start()
              + " in steps of "
              + rate.step());
    }
    double[] values = new double[rate.size()];
    Arrays.setAll(values, i -> value(trace, i + behind / step));
    return GridSeries.of(values);
  }

  private static double value(Trace trace, long i) {
    boolean known = i >= 0 && i < trace.size() && trace.isKnown((int) i);
    return known ? trace.rate((int) i) : Double.NaN;
  }
}
