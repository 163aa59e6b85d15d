package io.rlscaler.trainer.ppo;

/**
 * What several environments gave over the same number of steps; the same-step reset follows a done.
 *
 * <p>All arrays but {@code lastValues} are time-major: index = step * environments + environment.
 * They are kept, not copied.
 */
public final class Trajectories {
  final int environments;
  final float[] rewards;
  final float[] values;
  final boolean[] done;
  final boolean[] truncated;
  final float[] finalValues;
  final float[] lastValues;

  /**
   * Takes a rollout.
   *
   * @param rewards of each step
   * @param values V of the observation that each step started from
   * @param done whether the episode ended with the step, for whatever reason
   * @param truncated whether it was cut off there, and would have gone on
   * @param finalValues V of the observation that a truncated step led to; not read elsewhere
   * @param lastValues [environments] V of the observation after the last step
   * @throws IllegalArgumentException when sizes do not fit, or a step is truncated but not done
   */
  public Trajectories(
      float[] rewards,
      float[] values,
      boolean[] done,
      boolean[] truncated,
      float[] finalValues,
      float[] lastValues) {
    int samples = rewards.length;
    if (lastValues.length == 0 || samples == 0 || samples % lastValues.length != 0) {
      throw new IllegalArgumentException(
          "rewards: found %d of %d environments, expected a multiple"
              .formatted(samples, lastValues.length));
    }
    same("values", values.length, samples);
    same("done", done.length, samples);
    same("truncated", truncated.length, samples);
    same("finalValues", finalValues.length, samples);
    for (int i = 0; i < samples; i++) {
      if (truncated[i] && !done[i]) {
        throw new IllegalArgumentException(
            "done[" + i + "]: found false of a truncated step, expected true");
      }
    }
    this.environments = lastValues.length;
    this.rewards = rewards;
    this.values = values;
    this.done = done;
    this.truncated = truncated;
    this.finalValues = finalValues;
    this.lastValues = lastValues;
  }

  private static void same(String name, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          name + ": found " + found + " values, expected " + expected + " as of the rewards");
    }
  }
}
