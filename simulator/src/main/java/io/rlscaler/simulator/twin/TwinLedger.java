package io.rlscaler.simulator.twin;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums per block of known time, at most {@value #MOST_BLOCKS} blocks: when they are full,
 * neighbours are joined and blocks become twice as long. Adding allocates nothing.
 */
final class TwinLedger {
  static final int MOST_BLOCKS = 64;
  static final double FIRST_BLOCK_SECONDS = 1800;

  static final int SECONDS = 0;
  static final int REQUESTS = 1;
  static final int INCUMBENT_VIOLATIONS = 2;
  static final int POLICY_VIOLATIONS = 3;
  static final int INCUMBENT_REPLICA_SECONDS = 4;
  static final int POLICY_REPLICA_SECONDS = 5;
  static final int MEASURED_REQUESTS = 6;
  static final int MEASURED_VIOLATIONS = 7;
  static final int MODELLED_VIOLATIONS = 8;
  private static final int FIELDS = 9;

  private final double[] sums = new double[MOST_BLOCKS * FIELDS];
  private double blockSeconds = FIRST_BLOCK_SECONDS;
  private int current;

  /** Adds to a field of the present block. */
  void add(int field, double value) {
    sums[current * FIELDS + field] += value;
  }

  /** Begins a new block if the present one is full. */
  void turn() {
    if (sums[current * FIELDS + SECONDS] < blockSeconds) {
      return;
    }
    if (current == MOST_BLOCKS - 1) {
      join();
    }
    current++;
  }

  private void join() {
    for (int b = 0; b < MOST_BLOCKS / 2; b++) {
      for (int f = 0; f < FIELDS; f++) {
        sums[b * FIELDS + f] = sums[2 * b * FIELDS + f] + sums[(2 * b + 1) * FIELDS + f];
      }
    }
    for (int i = MOST_BLOCKS / 2 * FIELDS; i < sums.length; i++) {
      sums[i] = 0;
    }
    blockSeconds *= 2;
    current = MOST_BLOCKS / 2 - 1;
  }

  double blockSeconds() {
    return blockSeconds;
  }

  /** The blocks so far, the last one as far as it is filled. */
  List<TwinSums> blocks() {
    List<TwinSums> blocks = new ArrayList<>(current + 1);
    for (int b = 0; b <= current; b++) {
      int i = b * FIELDS;
      blocks.add(
          new TwinSums(
              sums[i + SECONDS],
              sums[i + REQUESTS],
              sums[i + INCUMBENT_VIOLATIONS],
              sums[i + POLICY_VIOLATIONS],
              sums[i + INCUMBENT_REPLICA_SECONDS],
              sums[i + POLICY_REPLICA_SECONDS],
              sums[i + MEASURED_REQUESTS],
              sums[i + MEASURED_VIOLATIONS],
              sums[i + MODELLED_VIOLATIONS]));
    }
    return blocks;
  }

  /** Takes over the blocks of a snapshot. */
  void restore(double seconds, List<TwinSums> blocks) {
    blockSeconds = seconds;
    current = 0;
    for (int b = 0; b < blocks.size(); b++) {
      current = b;
      TwinSums block = blocks.get(b);
      add(SECONDS, block.seconds());
      add(REQUESTS, block.requests());
      add(INCUMBENT_VIOLATIONS, block.incumbentViolations());
      add(POLICY_VIOLATIONS, block.policyViolations());
      add(INCUMBENT_REPLICA_SECONDS, block.incumbentReplicaSeconds());
      add(POLICY_REPLICA_SECONDS, block.policyReplicaSeconds());
      add(MEASURED_REQUESTS, block.measuredRequests());
      add(MEASURED_VIOLATIONS, block.measuredViolations());
      add(MODELLED_VIOLATIONS, block.modelledViolations());
    }
  }
}
