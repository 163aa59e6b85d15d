package io.rlscaler.simulator.workload;

import java.util.Arrays;

/** What became of the requests, by the step in which they arrived. */
final class RequestLog {
  final LatencyHistogram latencies = new LatencyHistogram();
  private final double threshold;
  private int[] arrivals = new int[64];
  private int[] violations = new int[64];
  private int[] open = new int[64];
  private int steps;
  private int settled;
  private long answered;
  private long lost;
  private long delayed;
  private double waits;

  RequestLog(double threshold) {
    this.threshold = threshold;
  }

  /** Opens the next step and returns its number. */
  int nextStep() {
    if (steps == arrivals.length) {
      arrivals = Arrays.copyOf(arrivals, 2 * steps);
      violations = Arrays.copyOf(violations, 2 * steps);
      open = Arrays.copyOf(open, 2 * steps);
    }
    return steps++;
  }

  void arrive(int step) {
    arrivals[step]++;
    open[step]++;
  }

  /** A request that waited for a while is answered some latency after its arrival. */
  void answer(int step, double wait, double latency) {
    answered++;
    open[step]--;
    waits += wait;
    if (wait > 0) {
      delayed++;
    }
    latencies.add(latency);
    if (latency > threshold) {
      violations[step]++;
    }
  }

  /** A request that is never answered. */
  void lose(int step) {
    lost++;
    open[step]--;
    violations[step]++;
  }

  int steps() {
    return steps;
  }

  /** Steps from the first on none of whose requests is open. */
  int settled() {
    while (settled < steps && open[settled] == 0) {
      settled++;
    }
    return settled;
  }

  int arrivals(int step) {
    return arrivals[checked(step)];
  }

  int violations(int step) {
    return violations[checked(step)];
  }

  int open(int step) {
    return open[checked(step)];
  }

  private int checked(int step) {
    if (step < 0 || step >= steps) {
      throw new IllegalArgumentException(
          "step is " + step + ", expected a step so far, of " + steps);
    }
    return step;
  }

  long answered() {
    return answered;
  }

  long lost() {
    return lost;
  }

  long delayed() {
    return delayed;
  }

  double waits() {
    return waits;
  }
}
