package io.rlscaler.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/**
 * Samples of an {@link Experience} in native memory, for one optimiser step.
 *
 * @param observations [B, F]
 * @param actions [B, actionWidth]
 * @param penalties [B, choices]: 0, or what takes all probability from a masked action
 * @param logProbabilities [B] when the actions were taken
 * @param values [B] of then
 * @param advantages [B], normalised over these samples
 * @param returns [B]
 */
record Minibatch(
    NDArray observations,
    NDArray actions,
    Optional<NDArray> penalties,
    NDArray logProbabilities,
    NDArray values,
    NDArray advantages,
    NDArray returns) {

  /** Below any logit by so much that exp gives exactly 0, and finite: 0 times it is still 0. */
  private static final float PENALTY = -1e9f;

  /** The samples at {@code rows}, as arrays of {@code scope}. */
  static Minibatch of(NDManager scope, DataType type, Experience experience, int[] rows) {
    Upload upload = new Upload(scope, type, rows);
    float[] advantages = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      advantages[i] = experience.advantages[rows[i]];
    }
    return new Minibatch(
        upload.matrix(experience.observations, experience.observationWidth()),
        upload.matrix(experience.actions, experience.actionWidth()),
        experience.masks.map(masks -> upload.penalties(masks, experience.choices())),
        upload.vector(experience.logProbabilities),
        upload.vector(experience.values),
        upload.array(AdvantageNormalisation.of(advantages), new Shape(rows.length)),
        upload.vector(experience.returns));
  }

  private static final class Upload {
    private final NDManager scope;
    private final DataType type;
    private final int[] rows;

    Upload(NDManager scope, DataType type, int[] rows) {
      this.scope = scope;
      this.type = type;
      this.rows = rows;
    }

    NDArray array(float[] values, Shape shape) {
      return scope.create(values, shape).toType(type, false);
    }

    NDArray vector(float[] source) {
      return array(gather(source, 1), new Shape(rows.length));
    }

    NDArray matrix(float[] source, int width) {
      return array(gather(source, width), new Shape(rows.length, width));
    }

    NDArray penalties(boolean[] masks, int width) {
      float[] penalties = new float[rows.length * width];
      for (int i = 0; i < penalties.length; i++) {
        penalties[i] = masks[rows[i / width] * width + i % width] ? 0 : PENALTY;
      }
      return array(penalties, new Shape(rows.length, width));
    }

    private float[] gather(float[] source, int width) {
      float[] gathered = new float[rows.length * width];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(source, rows[i] * width, gathered, i * width, width);
      }
      return gathered;
    }
  }
}
