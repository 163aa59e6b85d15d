package io.rlscaler.simulator.trace;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What a trace looks like beyond its quantiles.
 *
 * @param gaps stretches of unknown steps
 * @param longestGap length of the longest, zero without any
 * @param dailyCorrelation correlation of the rates with those one day earlier; empty when there are
 *     fewer known pairs than a day has steps, the step does not divide a day, or the rates do not
 *     vary
 * @param weeklyCorrelation the same with one week
 */
public record TraceShape(
    int gaps,
    Duration longestGap,
    OptionalDouble dailyCorrelation,
    OptionalDouble weeklyCorrelation) {

  /** Looks at a trace. */
  public static TraceShape of(Trace trace) {
    int gaps = 0;
    int longest = 0;
    int current = 0;
    for (int i = 0; i < trace.size(); i++) {
      current = trace.isKnown(i) ? 0 : current + 1;
      gaps += current == 1 ? 1 : 0;
      longest = Math.max(longest, current);
    }
    return new TraceShape(
        gaps,
        trace.step().multipliedBy(longest),
        correlation(trace, Duration.ofDays(1)),
        correlation(trace, Duration.ofDays(7)));
  }

  /** Pearson's correlation over the pairs of known rates at a distance. */
  private static OptionalDouble correlation(Trace trace, Duration distance) {
    long lag = distance.dividedBy(trace.step());
    if (!trace.step().multipliedBy(lag).equals(distance) || trace.size() < 2 * lag) {
      return OptionalDouble.empty();
    }
    Moments moments = new Moments();
    for (int i = (int) lag; i < trace.size(); i++) {
      if (trace.isKnown(i) && trace.isKnown((int) (i - lag))) {
        moments.add(trace.rate((int) (i - lag)), trace.rate(i));
      }
    }
    return moments.pairs >= lag ? moments.correlation() : OptionalDouble.empty();
  }

  /** Running means and co-moments after Welford, which do not cancel for large rates. */
  private static final class Moments {
    private long pairs;
    private double meanX;
    private double meanY;
    private double squaresX;
    private double squaresY;
    private double products;

    void add(double x, double y) {
      pairs++;
      double fromX = x - meanX;
      double fromY = y - meanY;
      meanX += fromX / pairs;
      meanY += fromY / pairs;
      squaresX += fromX * (x - meanX);
      squaresY += fromY * (y - meanY);
      products += fromX * (y - meanY);
    }

    OptionalDouble correlation() {
      double scale = Math.sqrt(squaresX) * Math.sqrt(squaresY);
      return scale > 0 ? OptionalDouble.of(products / scale) : OptionalDouble.empty();
    }
  }
}
