package io.rlscaler.trainer.ppo;

import java.util.Optional;

/**
 * The samples of a rollout, in any order, as an update reads them.
 *
 * <p>Matrices are row by row, a row per sample. Arrays are kept, not copied: they are large and
 * used once.
 */
public final class Experience {
  final float[] observations;
  final float[] criticObservations;
  final float[] actions;
  final Optional<boolean[]> masks;
  final float[] logProbabilities;
  final float[] values;
  final float[] advantages;
  final float[] returns;

  /**
   * Takes samples of actions without masks.
   *
   * @param observations [n, F] as the networks saw them
   * @param actions [n, width]: an index, or the numbers of a continuous action before any bounds
   * @param logProbabilities [n] of the actions when they were taken
   * @param values [n] that the critic gave then
   * @param advantages [n], not normalised
   * @param returns [n], what the critic should have given
   * @throws IllegalArgumentException when sizes do not fit or a value is not finite
   */
  public Experience(
      float[] observations,
      float[] actions,
      float[] logProbabilities,
      float[] values,
      float[] advantages,
      float[] returns) {
    this(
        observations,
        observations,
        actions,
        Optional.empty(),
        logProbabilities,
        values,
        advantages,
        returns);
  }

  private Experience(
      float[] observations,
      float[] criticObservations,
      float[] actions,
      Optional<boolean[]> masks,
      float[] logProbabilities,
      float[] values,
      float[] advantages,
      float[] returns) {
    int samples = advantages.length;
    rows("observations", observations, samples);
    rows("actions", actions, samples);
    vector("logProbabilities", logProbabilities, samples);
    vector("values", values, samples);
    vector("advantages", advantages, samples);
    vector("returns", returns, samples);
    this.observations = observations;
    this.criticObservations = criticObservations;
    this.actions = actions;
    this.masks = masks;
    this.logProbabilities = logProbabilities;
    this.values = values;
    this.advantages = advantages;
    this.returns = returns;
  }

  /**
   * The same samples with the actions that were allowed, [n, A].
   *
   * @throws IllegalArgumentException when an action that was taken was not allowed
   */
  public Experience withMasks(boolean[] allowed) {
    if (allowed.length == 0 || allowed.length % samples() != 0) {
      throw new IllegalArgumentException(
          "masks: found %d values, expected rows for %d samples"
              .formatted(allowed.length, samples()));
    }
    int choices = allowed.length / samples();
    for (int sample = 0; sample < samples(); sample++) {
      int action = (int) actions[sample];
      if (action < 0 || action >= choices || !allowed[sample * choices + action]) {
        throw new IllegalArgumentException(
            "masks: found action %d of sample %d masked, expected one that is allowed"
                .formatted(action, sample));
      }
    }
    return new Experience(
        observations,
        criticObservations,
        actions,
        Optional.of(allowed),
        logProbabilities,
        values,
        advantages,
        returns);
  }

  /** The same samples with what the critic saw, [n, G], instead of the actor's observations. */
  public Experience withCriticObservations(float[] seen) {
    rows("criticObservations", seen, samples());
    return new Experience(
        observations, seen, actions, masks, logProbabilities, values, advantages, returns);
  }

  /** The same samples with other advantages [n]. */
  public Experience withAdvantages(float[] other) {
    if (other.length != samples()) {
      throw new IllegalArgumentException(
          "advantages: found %d values, expected %d".formatted(other.length, samples()));
    }
    return new Experience(
        observations, criticObservations, actions, masks, logProbabilities, values, other, returns);
  }

  /** Advantage of each sample; a copy. */
  public float[] advantages() {
    return advantages.clone();
  }

  /** Number of samples. */
  public int samples() {
    return advantages.length;
  }

  int observationWidth() {
    return observations.length / samples();
  }

  int criticObservationWidth() {
    return criticObservations.length / samples();
  }

  int actionWidth() {
    return actions.length / samples();
  }

  /** An upper bound of the numbers that an update reads of one sample. */
  int floatsPerSample() {
    int vectors = 4;
    return observationWidth() + criticObservationWidth() + actionWidth() + choices() + vectors;
  }

  /** Actions that a mask names, 0 without masks. */
  int choices() {
    return masks.map(allowed -> allowed.length / samples()).orElse(0);
  }

  private static void rows(String name, float[] found, int samples) {
    if (samples == 0 || found.length == 0 || found.length % samples != 0) {
      throw new IllegalArgumentException(
          "%s: found %d values, expected rows for %d samples"
              .formatted(name, found.length, samples));
    }
    for (int i = 0; i < found.length; i++) {
      if (!Float.isFinite(found[i])) {
        throw new IllegalArgumentException(
            "%s[%d]: found %s, expected a finite value".formatted(name, i, found[i]));
      }
    }
  }

  private static void vector(String name, float[] found, int samples) {
    rows(name, found, samples);
    if (found.length != samples) {
      throw new IllegalArgumentException(
          "%s: found %d values, expected %d".formatted(name, found.length, samples));
    }
  }
}
