package io.rlscaler.trainer.run;

import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.simulator.Percent;
import java.util.Locale;

/** Tells a listener in one line per iteration how far a training is. */
public final class TrainingProgress {
  /** Before it, the time that is left is a guess. */
  private static final double LEAST_SHARE = 0.02;

  private final PolicyTrainer.Listener listener;

  /** Tells {@code listener}. */
  public TrainingProgress(PolicyTrainer.Listener listener) {
    this.listener = listener;
  }

  /**
   * Tells of an iteration.
   *
   * @param share of the training's budget that is used, 0 to 1
   */
  public void report(IterationReport report, double share) {
    listener.progress(line(report, share));
  }

  static String line(IterationReport report, double share) {
    String gap =
        report.gapClosed().isPresent()
            ? ", gap closed " + Percent.rounded(report.gapClosed().getAsDouble())
            : "";
    return String.format(
        Locale.ROOT,
        "iteration %d, %.0f steps/s, cost %.2f, violations %s, lambda %.3g, KL %.4f,"
            + " entropy %.3f%s%s",
        report.iteration(),
        report.stepsPerSecond(),
        report.cost(),
        Percent.rounded(report.violationShare()),
        report.lambda(),
        report.kl(),
        report.entropy(),
        gap,
        left(report.seconds(), share));
  }

  private static String left(double seconds, double share) {
    if (!(share >= LEAST_SHARE)) {
      return "";
    }
    long left = Math.round(seconds * (1 - Math.min(1, share)) / share);
    return String.format(Locale.ROOT, ", %d:%02d left", left / 60, left % 60);
  }
}
