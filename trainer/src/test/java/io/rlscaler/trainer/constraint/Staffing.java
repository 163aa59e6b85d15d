package io.rlscaler.trainer.constraint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** The problem of {@link StaffingTest}. */
final class Staffing {
  static final int CHOICES = 10;
  private static final int[] LOADS = {8, 20};
  private static final int CUSTOMERS = 20;

  private Staffing() {}

  /** The load of a moment. */
  static int load(SplittableRandom random) {
    return LOADS[random.nextInt(LOADS.length)];
  }

  /** What the policy sees of a load. */
  static float observation(int load) {
    return load == LOADS[0] ? -1 : 1;
  }

  static int servers(int load, int action) {
    return load + 1 + action;
  }

  /** Share of a moment's customers that waits. */
  static double late(int load, int action, SplittableRandom random) {
    double probability = waiting(servers(load, action), load);
    int late = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
      late += random.nextDouble() < probability ? 1 : 0;
    }
    return (double) late / CUSTOMERS;
  }

  /** Erlang's C. */
  static double waiting(int servers, double load) {
    double blocked = 1;
    for (int n = 1; n <= servers; n++) {
      blocked = load * blocked / (n + load * blocked);
    }
    return blocked / (1 - load / servers * (1 - blocked));
  }

  /** The optimal price of waiting, and the mean number of servers then. */
  record Optimum(double multiplier, double servers) {}

  static Optimum optimum(double limit) {
    List<Double> gains = new ArrayList<>();
    double waiting = 0;
    double servers = 0;
    for (int load : LOADS) {
      waiting += waiting(servers(load, 0), load) / LOADS.length;
      servers += (double) servers(load, 0) / LOADS.length;
      for (int action = 1; action < CHOICES; action++) {
        gains.add(waiting(servers(load, action - 1), load) - waiting(servers(load, action), load));
      }
    }
    gains.sort(Comparator.reverseOrder());
    for (double gain : gains) {
      double share = Math.min(1, (waiting - limit) / (gain / LOADS.length));
      servers += share / LOADS.length;
      waiting -= gain / LOADS.length;
      if (share < 1) {
        return new Optimum(1 / gain, servers);
      }
    }
    throw new IllegalArgumentException("limit: found " + limit + ", expected one that can be kept");
  }
}
