package io.rlscaler.simulator.bound;

import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.workload.FastModel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The scored traffic, cut at the ticks of the control loop, and each tick cut into the steps in
 * which a simulated cluster serves it; where nothing is known, nothing arrives and nothing counts.
 */
final class TickTraffic {
  private final Trace trace;
  private final long periodMillis;
  private final long fromMillis;
  private final int ticks;

  /** The whole ticks from a time on. */
  TickTraffic(Trace trace, long periodMillis, double fromSeconds) {
    this.trace = trace;
    this.periodMillis = periodMillis;
    long first = (long) Math.ceil(fromSeconds * 1000 / periodMillis - 1e-9);
    fromMillis = first * periodMillis;
    long length = Math.max(0, trace.length().toMillis() - fromMillis);
    ticks = Math.toIntExact((length + periodMillis - 1) / periodMillis);
  }

  /**
   * A step of constant rate.
   *
   * @param rate that arrives [requests/s]
   * @param seconds its length
   */
  record Step(double rate, double seconds) {}

  /**
   * One tick.
   *
   * @param steps in order
   * @param requests that arrive in it
   * @param knownSeconds of it that count
   */
  record Tick(List<Step> steps, double requests, double knownSeconds) {
    double seconds() {
      return steps.stream().mapToDouble(Step::seconds).sum();
    }
  }

  int count() {
    return ticks;
  }

  double periodSeconds() {
    return periodMillis / 1000.0;
  }

  double fromSeconds() {
    return fromMillis / 1000.0;
  }

  Tick tick(int k) {
    long now = fromMillis + k * periodMillis;
    long tickEnd = Math.min(now + periodMillis, trace.length().toMillis());
    long traceStep = trace.step().toMillis();
    List<Step> steps = new ArrayList<>();
    double requests = 0;
    double known = 0;
    while (now < tickEnd) {
      long nextTraceStep = (now / traceStep + 1) * traceStep;
      long end = Math.min(tickEnd, Math.min(nextTraceStep, now + FastModel.LONGEST_STEP_MILLIS));
      OptionalDouble rate = trace.rateAt(now / 1000.0);
      double seconds = (end - now) / 1000.0;
      steps.add(new Step(rate.orElse(0), seconds));
      requests += rate.orElse(0) * seconds;
      known += rate.isPresent() ? seconds : 0;
      now = end;
    }
    return new Tick(List.copyOf(steps), requests, known);
  }
}
