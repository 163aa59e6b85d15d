package io.rlscaler.trainer.ppo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Deals samples into minibatches, in another order in each epoch. */
final class MinibatchOrder {
  private final int[] order;
  private final int minibatch;

  MinibatchOrder(int samples, int minibatch) {
    if (samples < minibatch) {
      throw new IllegalArgumentException(
          "experience: found %d samples, expected a minibatch of %d or more"
              .formatted(samples, minibatch));
    }
    this.minibatch = minibatch;
    order = new int[samples];
    Arrays.setAll(order, i -> i);
  }

  /** Rows of each minibatch; a remainder that is too small for one is left out. */
  List<int[]> epoch(SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    List<int[]> minibatches = new ArrayList<>();
    for (int start = 0; start <= order.length - minibatch; start += minibatch) {
      minibatches.add(Arrays.copyOfRange(order, start, start + minibatch));
    }
    return minibatches;
  }
}
