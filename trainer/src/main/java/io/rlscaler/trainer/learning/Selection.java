package io.rlscaler.trainer.learning;

import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.simulator.Percent;
import io.rlscaler.trainer.ppo.RunningMoments;

/** Remembers the best candidate of a training by its worth on the validation traces. */
final class Selection {
  private final Validation validation;
  private final TrainedPolicy policy;
  private final PolicyTrainer.Listener listener;
  private Best best = Best.NONE;

  Selection(Validation validation, TrainedPolicy policy, PolicyTrainer.Listener listener) {
    this.validation = validation;
    this.policy = policy;
    this.listener = listener;
  }

  /**
   * A candidate.
   *
   * @param weights of its nets
   * @param moments with which its features are normalised
   * @param scores gap closed, share of cells kept, safe enough setting, and looks so far
   */
  @SuppressWarnings("ArrayRecordComponent") // goes into a checkpoint as it is
  record Best(float[] weights, RunningMoments moments, double[] scores) {
    static final Best NONE =
        new Best(
            new float[0], new RunningMoments(1), new double[] {Double.NEGATIVE_INFINITY, 0, 0, 0});

    double gapClosed() {
      return scores[0];
    }

    double kept() {
      return scores[1];
    }

    int safeEnough() {
      return (int) scores[2];
    }

    /** How often candidates were compared. */
    int looks() {
      return (int) scores[3];
    }
  }

  Best best() {
    return best;
  }

  void restore(Best other) {
    best = other;
  }

  /** Compares a candidate with the best before it. */
  Validation.Score look(float[] weights, RunningMoments moments, String when) {
    try (OnnxPolicy candidate = policy.load(weights, moments)) {
      Validation.Score score = validation.score(candidate);
      int looks = best.looks() + 1;
      if (score.gapClosed() > best.gapClosed()) {
        RunningMoments frozen =
            new RunningMoments(moments.mean(), moments.variance(), moments.count());
        best =
            new Best(
                weights.clone(),
                frozen,
                new double[] {score.gapClosed(), score.kept(), score.safeEnough(), looks});
      } else {
        best =
            new Best(
                best.weights(),
                best.moments(),
                new double[] {best.gapClosed(), best.kept(), best.safeEnough(), looks});
      }
      listener.message(
          "After %s: gap closed %s, objective kept in %s of the cells."
              .formatted(when, Percent.rounded(score.gapClosed()), Percent.rounded(score.kept())));
      return score;
    }
  }
}
