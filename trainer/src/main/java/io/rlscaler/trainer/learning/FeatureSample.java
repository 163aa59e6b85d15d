package io.rlscaler.trainer.learning;

import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.PolicyContract;
import io.rlscaler.trainer.ppo.RunningMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A sample of the features that policies saw in training, the oldest replaced at random: from it
 * come the reference range of a contract and what is fitted to a finished net.
 */
final class FeatureSample {
  private static final int ROWS = 20_000;

  /** Rows that are taken of what comes at once. */
  private static final int ROWS_AT_ONCE = 100;

  private static final double LOW = 0.001;
  private static final double HIGH = 0.999;

  private final float[] rows = new float[ROWS * Feature.COUNT];
  private int size;

  FeatureSample() {}

  /** Goes on from {@link #rows()}. */
  FeatureSample(float[] kept) {
    System.arraycopy(kept, 0, rows, 0, kept.length);
    size = kept.length / Feature.COUNT;
  }

  /** What is kept, [rows, F]; a copy. */
  float[] rows() {
    return Arrays.copyOf(rows, size * Feature.COUNT);
  }

  /** Takes some of the given rows [n, F]. */
  void add(float[] seen, SplittableRandom random) {
    int count = seen.length / Feature.COUNT;
    for (int i = 0; i < ROWS_AT_ONCE; i++) {
      int from = random.nextInt(count);
      int to = size < ROWS ? size++ : random.nextInt(ROWS);
      System.arraycopy(seen, from * Feature.COUNT, rows, to * Feature.COUNT, Feature.COUNT);
    }
  }

  /** What may always occur, as a flag may be 0 or 1 even if it never changed in training. */
  private static double leastOf(Feature feature) {
    return switch (feature) {
      case LAST_LEVEL -> ActionTable.LEVELS.get(0);
      case PERIOD -> Math.log(1 / 15.0);
      case YESTERDAY_GROWTH, YESTERDAY_LEVEL, LAST_WEEK_GROWTH, LAST_WEEK_LEVEL -> -2;
      default -> 0;
    };
  }

  private static double mostOf(Feature feature) {
    return switch (feature) {
      case LAST_LEVEL -> ActionTable.LEVELS.get(ActionTable.LEVELS.size() - 1);
      case PERIOD -> Math.log(60 / 15.0);
      case YESTERDAY_KNOWN,
          LAST_WEEK_KNOWN,
          BUDGET_KNOWN,
          LAST_FOLLOWED_BASELINE,
          UTILIZATION_UNKNOWN,
          GOOD_RATIO_UNKNOWN,
          QUEUE_UNKNOWN ->
          1;
      case YESTERDAY_GROWTH, YESTERDAY_LEVEL, LAST_WEEK_GROWTH, LAST_WEEK_LEVEL -> 2;
      default -> 0;
    };
  }

  /** The distribution of each feature for a contract. */
  List<PolicyContract.Reference> reference(RunningMoments moments) {
    double[] mean = moments.mean();
    double[] deviation = moments.deviation();
    List<PolicyContract.Reference> reference = new ArrayList<>();
    for (Feature feature : Feature.values()) {
      double[] values = new double[size];
      for (int i = 0; i < size; i++) {
        values[i] = rows[i * Feature.COUNT + feature.index()];
      }
      Arrays.sort(values);
      double low = values[(int) (LOW * (size - 1))];
      double high = values[(int) Math.ceil(HIGH * (size - 1))];
      reference.add(
          new PolicyContract.Reference(
              feature.id(),
              mean[feature.index()],
              deviation[feature.index()],
              Math.min(low, leastOf(feature)),
              Math.max(high, mostOf(feature))));
    }
    return reference;
  }
}
