package io.rlscaler.simulator.agreement;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The load and the replicas of an episode; the load is relative to the first replicas. */
final class LoadShape {
  private static final int STEPS = 48;

  /** Most replicas in terms of the first ones. */
  private static final double MOST = 4;

  private final int first;
  private final SplittableRandom random;
  private final double[] loads = new double[STEPS];
  private final int[] replicas = new int[STEPS];

  private LoadShape(int first, SplittableRandom random) {
    this.first = first;
    this.random = random;
    Arrays.fill(replicas, first);
  }

  static LoadShape draw(Part part, int replicas, int slots, SplittableRandom random) {
    LoadShape shape = new LoadShape(replicas, random);
    switch (part) {
      case SCALE, SLOTS, VARIATION -> shape.constant(nearCapacity(replicas * slots, random));
      case UTILISATION -> shape.constant(shape.uniform(.3, 1.05));
      case STEPS -> shape.jump();
      case RAMPS -> shape.ramp();
      case BURSTS -> shape.bursts();
      case OVERLOAD -> shape.overload();
      case REMOVALS -> shape.removals();
      case TRACES -> shape.wander();
    }
    return shape;
  }

  /** The more slots, the closer to the capacity a queue begins to form: 1 - z / sqrt(N). */
  private static double nearCapacity(int slots, SplittableRandom random) {
    double load = 1 - random.nextDouble(-.2, 2) / Math.sqrt(slots);
    return Math.max(.05, Math.min(1.05, load));
  }

  double load(int step) {
    return loads[step];
  }

  int replicas(int step) {
    return replicas[step];
  }

  private void constant(double load) {
    Arrays.fill(loads, load);
  }

  private void jump() {
    int at = random.nextInt(9, 24);
    double low = uniform(.3, .85);
    double high = uniform(.8, 1.4);
    Arrays.fill(loads, 0, at, low);
    Arrays.fill(loads, at, STEPS, high);
    if (random.nextBoolean()) {
      Arrays.fill(loads, random.nextInt(at + 2, STEPS), STEPS, low);
    }
    int ready = Math.min(STEPS, at + random.nextInt(1, 9));
    int target = enough(high, uniform(.6, .95));
    int middle = ready < STEPS - 2 && random.nextBoolean() ? (first + target) / 2 : target;
    Arrays.fill(replicas, ready, STEPS, target);
    Arrays.fill(replicas, ready, Math.min(STEPS, ready + 2), middle);
  }

  private void ramp() {
    int at = random.nextInt(8, 16);
    int length = random.nextInt(6, 30);
    double from = uniform(.3, 1);
    double to = uniform(.5, 1.6);
    for (int k = 0; k < STEPS; k++) {
      double part = Math.max(0, Math.min(1, (double) (k - at) / length));
      loads[k] = from + part * (to - from);
    }
    follow(random.nextInt(1, 7), uniform(.7, .97));
  }

  private void bursts() {
    constant(uniform(.35, .85));
    int count = random.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(9, STEPS - 5);
      Arrays.fill(loads, at, at + random.nextInt(1, 5), uniform(1, 1.7));
    }
  }

  private void overload() {
    int at = random.nextInt(9, 20);
    int until = at + random.nextInt(3, 13);
    Arrays.fill(loads, 0, at, uniform(.4, .9));
    Arrays.fill(loads, at, until, uniform(1, 1.4));
    Arrays.fill(loads, until, STEPS, uniform(.3, .98));
  }

  private void removals() {
    constant(uniform(.35, .75));
    int times = random.nextInt(1, 4);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(9, STEPS - 3);
      int left = enough(loads[0], uniform(.75, 1.1));
      Arrays.fill(replicas, at, Math.min(STEPS, at + random.nextInt(2, 20)), Math.min(first, left));
    }
  }

  /** A slope, noise that is correlated in time, a timer and now and then a spike. */
  private void wander() {
    double level = uniform(.5, .9);
    double slope = uniform(-.012, .012);
    double memory = uniform(.5, .95);
    double deviation = uniform(.02, .15);
    int period = random.nextInt(4, 21);
    double timer = random.nextBoolean() ? uniform(.1, .6) : 0;
    double noise = 0;
    for (int k = 0; k < STEPS; k++) {
      noise = memory * noise + Math.sqrt(1 - memory * memory) * deviation * random.nextGaussian();
      double load = level * Math.exp(noise + slope * k) * (k % period == 0 ? 1 + timer : 1);
      loads[k] = Math.max(.02, random.nextInt(40) == 0 ? load * uniform(1.3, 2) : load);
    }
    follow(random.nextInt(2, 9), uniform(.6, .9));
  }

  /** Replicas that would run the load of some steps before at a utilization. */
  private void follow(int lag, double utilization) {
    for (int k = lag; k < STEPS; k++) {
      replicas[k] = enough(loads[k - lag], utilization);
    }
  }

  private int enough(double load, double utilization) {
    int count = (int) Math.ceil(first * load / utilization);
    return Math.max(1, Math.min((int) (MOST * first), count));
  }

  private double uniform(double low, double high) {
    return random.nextDouble(low, high);
  }
}
