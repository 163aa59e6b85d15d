package io.rlscaler.simulator.fitting;

import io.rlscaler.simulator.workload.FastModel;
import io.rlscaler.simulator.workload.ServiceModel;
import java.util.Arrays;

/**
 * A service model under the arrivals and ready replicas of a history: which share of the requests
 * exceeds a latency, per step and per window.
 *
 * <p>A measured rate is the mean of a window. The rates of the steps are those that make the
 * measured means likely ({@link WindowedRates}). Gaps of up to four steps keep the last values and
 * are not scored. A longer gap begins a new queue, which is not scored in its first five minutes.
 */
final class HistoryReplay {
  private static final int LONGEST_BRIDGED_GAP = 4;
  private static final double WARM_UP_SECONDS = 300;

  private final double stepSeconds;
  private final int window;
  private final double[] arrivals;
  private final int[] replicas;
  private final boolean[] restarts;
  private final boolean[] scored;

  /** Prepares a history. */
  HistoryReplay(ServiceHistory history) {
    int size = history.size();
    stepSeconds = history.stepSeconds();
    window = history.windowSteps();
    arrivals = new double[size];
    replicas = new int[size];
    restarts = new boolean[size];
    scored = new boolean[size];
    double[] rates = WindowedRates.of(history);
    int gap = LONGEST_BRIDGED_GAP + 1;
    double sinceStart = 0;
    for (int i = 0; i < size; i++) {
      double rate = rates[i];
      double ready = history.ready().at(i);
      if (Double.isNaN(rate * ready)) {
        gap++;
        bridge(i, gap);
        continue;
      }
      restarts[i] = gap > LONGEST_BRIDGED_GAP;
      sinceStart = restarts[i] ? 0 : sinceStart + stepSeconds;
      gap = 0;
      arrivals[i] = rate;
      replicas[i] = (int) Math.round(ready);
      scored[i] = sinceStart >= WARM_UP_SECONDS;
    }
  }

  private void bridge(int i, int gap) {
    boolean bridged = gap <= LONGEST_BRIDGED_GAP;
    arrivals[i] = bridged ? arrivals[i - 1] : Double.NaN;
    replicas[i] = bridged ? replicas[i - 1] : 0;
  }

  /** The grid points whose windows do not overlap and are scored throughout, in order. */
  int[] windows() {
    int[] ends = new int[arrivals.length / window + 1];
    int count = 0;
    for (int end = window - 1; end < arrivals.length; end += window) {
      if (isScored(end) && requests(end) > 0) {
        ends[count++] = end;
      }
    }
    return Arrays.copyOf(ends, count);
  }

  private boolean isScored(int end) {
    for (int i = end - window + 1; i <= end; i++) {
      if (!scored[i]) {
        return false;
      }
    }
    return true;
  }

  /** The requests of the window that ends at a grid point. */
  double requests(int end) {
    double sum = 0;
    for (int i = end - window + 1; i <= end; i++) {
      sum += arrivals[i] * stepSeconds;
    }
    return sum;
  }

  /** The arrivals per ready replica in the window that ends at a grid point [requests/s]. */
  double loadPerReplica(int end) {
    double sum = 0;
    double ready = 0;
    for (int i = end - window + 1; i <= end; i++) {
      sum += arrivals[i];
      ready += replicas[i];
    }
    return sum / Math.max(1, ready);
  }

  /** The mean number of ready replicas in the window that ends at a grid point. */
  double replicas(int end) {
    double ready = 0;
    for (int i = end - window + 1; i <= end; i++) {
      ready += replicas[i];
    }
    return ready / window;
  }

  /**
   * The share of the requests of windows that exceeds a latency.
   *
   * @param windows grid points where they end
   */
  double[] exceedingShares(ServiceModel service, double latency, int[] windows) {
    double[] shares = exceedingShares(FastModel.of(service, latency));
    double[] result = new double[windows.length];
    for (int w = 0; w < windows.length; w++) {
      double exceeding = 0;
      double requests = 0;
      for (int i = windows[w] - window + 1; i <= windows[w]; i++) {
        exceeding += arrivals[i] * shares[i];
        requests += arrivals[i];
      }
      result[w] = exceeding / requests;
    }
    return result;
  }

  private double[] exceedingShares(FastModel model) {
    double[] shares = new double[arrivals.length];
    FastModel.State state = new FastModel.State();
    int open = -1;
    for (int i = 0; i < arrivals.length; i++) {
      if (Double.isNaN(arrivals[i]) || restarts[i]) {
        open = score(model, state, shares, open);
        state = new FastModel.State();
      }
      if (!Double.isNaN(arrivals[i])) {
        model.step(state, arrivals[i], replicas[i], stepSeconds);
        if (open >= 0) {
          shares[open] = state.violationShare();
        }
        open = i;
      }
    }
    score(model, state, shares, open);
    return shares;
  }

  private static int score(FastModel model, FastModel.State state, double[] shares, int open) {
    if (open >= 0) {
      model.finish(state);
      shares[open] = state.violationShare();
    }
    return -1;
  }
}
