package io.rlscaler.simulator.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How often each day and each seed of a trace counts: once in the data, as often as it was drawn in
 * a resample. All controllers and all cells of a trace share the weights, which keeps comparisons
 * paired.
 */
final class Weights {
  private final int[] days;
  private final int[] seeds;
  private final int totalOfSeeds;

  private Weights(int[] days, int[] seeds) {
    this.days = days;
    this.seeds = seeds;
    totalOfSeeds = Arrays.stream(seeds).sum();
  }

  /** Every day and every seed once. */
  static Weights once(int days, int seeds) {
    return new Weights(filled(days), filled(seeds));
  }

  private static int[] filled(int size) {
    int[] ones = new int[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** As many days and seeds as there are, drawn with replacement. */
  static Weights drawn(int days, int seeds, SplittableRandom random) {
    return new Weights(draw(days, random), draw(seeds, random));
  }

  private static int[] draw(int size, SplittableRandom random) {
    int[] counts = new int[size];
    for (int i = 0; i < size; i++) {
      counts[random.nextInt(size)]++;
    }
    return counts;
  }

  /** Weight of a day. */
  int day(int day) {
    return days[day];
  }

  /** Weight of a seed. */
  int seed(int seed) {
    return seeds[seed];
  }

  /** Sum of the weights of the seeds. */
  int totalOfSeeds() {
    return totalOfSeeds;
  }
}
