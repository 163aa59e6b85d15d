package io.rlscaler.trainer.prior;

import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.trace.Trace;
import java.util.Arrays;

/**
 * The arrival rates that an operator sees, decision by decision: at a time t the mean over the
 * window that ends one metric lag before t.
 */
final class ObservedRates {
  private ObservedRates() {}

  /**
   * The rates of all decisions of an episode [requests/s], NaN where the window is before the
   * beginning or touches a gap.
   *
   * @param scenario with signals without noise, losses and scrapes apart from decisions
   */
  static double[] of(OfferedLoad load, Scenario scenario) {
    Trace trace = load.trace();
    long period = scenario.period().toMillis();
    long window = scenario.signals().rateWindow().orElse(scenario.period()).toMillis();
    long lag = scenario.metricLag().toMillis();
    double[] rates = new double[Math.toIntExact((trace.length().toMillis() + period - 1) / period)];
    Arrays.setAll(rates, i -> mean(trace, i * period - lag - window, i * period - lag));
    return rates;
  }

  private static double mean(Trace trace, long fromMillis, long toMillis) {
    long from = Math.max(0, fromMillis);
    if (from >= toMillis) {
      return Double.NaN;
    }
    long step = trace.step().toMillis();
    double sum = 0;
    for (long i = from / step; i * step < toMillis; i++) {
      if (!trace.isKnown((int) i)) {
        return Double.NaN;
      }
      long overlap = Math.min(toMillis, (i + 1) * step) - Math.max(from, i * step);
      sum += trace.rate((int) i) * overlap;
    }
    return sum / (toMillis - from);
  }
}
