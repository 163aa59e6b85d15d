package io.rlscaler.simulator.episode;

import java.util.Arrays;

/**
 * What happened in each model step of an episode, oldest first, in flat arrays. A step without a
 * known rate has the rate NaN; the violation share of a step is NaN until the step after it has
 * been simulated.
 */
final class StepLog {
  private int size;
  private long[] startMillis = new long[1024];
  private int[] lengthMillis = new int[1024];
  private double[] rates = new double[1024];
  private int[] desired = new int[1024];
  private int[] ready = new int[1024];
  private int[] serving = new int[1024];
  private float[] utilizations = new float[1024];
  private double[] backlogs = new double[1024];
  private double[] inFlights = new double[1024];
  private double[] violationShares = new double[1024];

  /** Appends a step. */
  void add(
      long start,
      int length,
      double rate,
      int desiredReplicas,
      int readyReplicas,
      int servingReplicas) {
    if (size == rates.length) {
      grow(2 * size);
    }
    startMillis[size] = start;
    lengthMillis[size] = length;
    rates[size] = rate;
    desired[size] = desiredReplicas;
    ready[size] = readyReplicas;
    serving[size] = servingReplicas;
    violationShares[size] = Double.NaN;
    size++;
  }

  private void grow(int capacity) {
    startMillis = Arrays.copyOf(startMillis, capacity);
    lengthMillis = Arrays.copyOf(lengthMillis, capacity);
    rates = Arrays.copyOf(rates, capacity);
    desired = Arrays.copyOf(desired, capacity);
    ready = Arrays.copyOf(ready, capacity);
    serving = Arrays.copyOf(serving, capacity);
    utilizations = Arrays.copyOf(utilizations, capacity);
    backlogs = Arrays.copyOf(backlogs, capacity);
    inFlights = Arrays.copyOf(inFlights, capacity);
    violationShares = Arrays.copyOf(violationShares, capacity);
  }

  /** Replaces the rate of a step by that of the requests which did arrive. */
  void count(int i, int arrivals) {
    rates[i] = arrivals / seconds(i);
  }

  /** Sets what the queue shows of the latest step. */
  void measure(double utilization, double backlog, double inFlight) {
    utilizations[size - 1] = (float) utilization;
    backlogs[size - 1] = backlog;
    inFlights[size - 1] = inFlight;
  }

  /** Sets the share of a step's requests that violate the objective. */
  void score(int i, double violationShare) {
    violationShares[i] = violationShare;
  }

  int size() {
    return size;
  }

  /** The first step that begins at a time or later, {@link #size()} if there is none. */
  int firstFrom(long millis) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (startMillis[middle] < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  long startMillis(int i) {
    return startMillis[i];
  }

  long endMillis(int i) {
    return startMillis[i] + lengthMillis[i];
  }

  double seconds(int i) {
    return lengthMillis[i] / 1000.0;
  }

  boolean isKnown(int i) {
    return !Double.isNaN(rates[i]);
  }

  boolean isScored(int i) {
    return !Double.isNaN(violationShares[i]);
  }

  /** Requests/s, NaN where unknown. */
  double rate(int i) {
    return rates[i];
  }

  /** Requests that arrived in a step, 0 where unknown. */
  double requests(int i) {
    return isKnown(i) ? rates[i] * seconds(i) : 0;
  }

  /** Requests of a step that violate the objective, 0 where unknown or not scored yet. */
  double violations(int i) {
    return isKnown(i) && isScored(i) ? requests(i) * violationShares[i] : 0;
  }

  int desired(int i) {
    return desired[i];
  }

  /** Replicas asked for in a step, times its seconds. */
  double replicaSeconds(int i) {
    return desired[i] * seconds(i);
  }

  int ready(int i) {
    return ready[i];
  }

  /** Warm replicas that serve as much as the ready ones do. */
  int serving(int i) {
    return serving[i];
  }

  double utilization(int i) {
    return utilizations[i];
  }

  double backlog(int i) {
    return backlogs[i];
  }

  /** Requests being served or waiting. */
  double inFlight(int i) {
    return inFlights[i];
  }

  double violationShare(int i) {
    return violationShares[i];
  }
}
