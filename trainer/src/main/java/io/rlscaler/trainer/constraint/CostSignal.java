package io.rlscaler.trainer.constraint;

/**
 * What a rollout says of one cost. Arrays are kept, not copied.
 *
 * @param mean J, in the unit of the limit
 * @param advantages of the cost at each sample, by its own critic
 * @param returns what that critic should have given
 */
@SuppressWarnings("ArrayRecordComponent") // large, used once, never compared
public record CostSignal(double mean, float[] advantages, float[] returns) {
  /** Refuses a negative mean and sizes that differ. */
  public CostSignal {
    PidSettings.atLeastZero("mean", mean);
    if (advantages.length != returns.length) {
      throw new IllegalArgumentException(
          "returns: found %d values, expected %d as of the advantages"
              .formatted(returns.length, advantages.length));
    }
  }
}
