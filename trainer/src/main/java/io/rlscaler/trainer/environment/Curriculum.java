package io.rlscaler.trainer.environment;

import java.util.List;

/**
 * From which worlds a training draws, in the order of its progress.
 *
 * @param stages by rising end, the last one to the end of the training
 */
public record Curriculum(List<Stage> stages) {

  /**
   * A part of the training.
   *
   * @param until share of the training's progress at which it ends, above 0 to 1
   * @param worlds from what they are drawn
   */
  public record Stage(double until, Randomisation worlds) {}

  /** Copies the stages; refuses ones that do not reach from begin to end. */
  public Curriculum {
    stages = List.copyOf(stages);
    double before = 0;
    for (Stage stage : stages) {
      if (!(stage.until() > before)) {
        throw new IllegalArgumentException(
            "curriculum: found a stage until " + stage.until() + ", expected above " + before);
      }
      before = stage.until();
    }
    if (before != 1) {
      throw new IllegalArgumentException(
          "curriculum: found its last stage until " + before + ", expected 1");
    }
  }

  /** Undisturbed workloads first, then anything. */
  public static Curriculum standard() {
    return new Curriculum(
        List.of(new Stage(.3, Randomisation.plain()), new Stage(1, Randomisation.wide())));
  }

  /**
   * The stage of a progress, counted from 0.
   *
   * @param progress 0 to 1
   */
  public int stageAt(double progress) {
    for (int i = 0; i < stages.size(); i++) {
      if (progress <= stages.get(i).until()) {
        return i;
      }
    }
    throw new IllegalArgumentException("progress: found " + progress + ", expected at most 1");
  }
}
