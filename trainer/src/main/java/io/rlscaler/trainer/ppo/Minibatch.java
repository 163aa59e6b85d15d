package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Iterator;
import java.util.Optional;

/**
 * Samples of an {@link Experience} in native memory, for one optimiser step.
 *
 * <p>What belongs to actions has a column per sample: sums and maxima over the few actions are then
 * an order of magnitude faster.
 *
 * @param observations [B, F]
 * @param criticObservations [B, G], the same array when the critic sees the same
 * @param actions [actionWidth, B]
 * @param penalties [choices, B]: 0, or what takes all probability from a masked action
 * @param logProbabilities [B] when the actions were taken
 * @param values [B] of then
 * @param advantages [B], normalised over these samples
 * @param returns [B]
 */
record Minibatch(
    NDArray observations,
    NDArray criticObservations,
    NDArray actions,
    Optional<NDArray> penalties,
    NDArray logProbabilities,
    NDArray values,
    NDArray advantages,
    NDArray returns) {

  /** Below any logit by so much that exp gives exactly 0, and finite: 0 times it is still 0. */
  private static final float PENALTY = -1e9f;

  /**
   * The samples at {@code rows}, as arrays of {@code scope}, good as long as {@code staging} is.
   */
  static Minibatch of(
      NDManager scope, DataType type, Staging staging, Experience experience, int[] rows) {
    gather(staging, experience, rows);
    Iterator<NDArray> parts = staging.upload(scope, type).iterator();
    int size = rows.length;
    NDArray observations = parts.next().reshape(new Shape(size, experience.observationWidth()));
    return new Minibatch(
        observations,
        seesMore(experience)
            ? parts.next().reshape(new Shape(size, experience.criticObservationWidth()))
            : observations,
        parts.next().reshape(new Shape(experience.actionWidth(), size)),
        experience.masks.map(masks -> parts.next().reshape(experience.choices(), size)),
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next());
  }

  private static void gather(Staging staging, Experience experience, int[] rows) {
    staging.begin(experience.floatsPerSample() * rows.length);
    staging.rows(experience.observations, experience.observationWidth(), rows);
    if (seesMore(experience)) {
      staging.rows(experience.criticObservations, experience.criticObservationWidth(), rows);
    }
    staging.columns(experience.actions, experience.actionWidth(), rows);
    experience.masks.ifPresent(
        masks -> staging.penalties(masks, experience.choices(), rows, PENALTY));
    staging.columns(experience.logProbabilities, 1, rows);
    staging.columns(experience.values, 1, rows);
    float[] advantages = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      advantages[i] = experience.advantages[rows[i]];
    }
    staging.values(AdvantageNormalisation.of(advantages));
    staging.columns(experience.returns, 1, rows);
  }

  private static boolean seesMore(Experience experience) {
    return experience.criticObservations != experience.observations;
  }
}
