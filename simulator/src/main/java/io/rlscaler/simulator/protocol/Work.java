package io.rlscaler.simulator.protocol;

/** How much of an evaluation is done, in runs of one controller over one trace. Thread-safe. */
final class Work {
  /** Runs of one search in hindsight, about. */
  static final double SEARCH = 120;

  /** What a calibration of the policy is worth, whose runs take longer and serve one objective. */
  static final double CALIBRATION = 120;

  /** What a bound is worth. */
  static final double BOUND = 10;

  /** Runs that one seed of a controller is worth, with its latencies and its share of the audit. */
  static final double SCORING = 1.5;

  private final Progress progress;
  private final double total;
  private String label = "";
  private String doing = "";
  private double weight;
  private double done;

  /**
   * Before the first run.
   *
   * @param total runs times steps of their traces
   */
  Work(Progress progress, double total) {
    this.progress = progress;
    this.total = total;
  }

  /** The runs of one track, about. */
  static double of(EvaluationPlan plan) {
    double objectives = plan.objectives().size();
    return 4 * SEARCH
        + objectives * (CALIBRATION + BOUND)
        + 10 * objectives * plan.seeds() * SCORING;
  }

  /** From now on runs take so many steps each. */
  synchronized void track(String trackLabel, double steps) {
    label = trackLabel;
    weight = steps;
  }

  /** Says what is done now. */
  synchronized void begin(String what) {
    doing = what;
    report();
  }

  /** Counts finished runs of the track. */
  synchronized void done(double runs) {
    done += runs * weight;
    report();
  }

  /** Passes on what people should know. */
  void warn(String message) {
    progress.warn(message);
  }

  /** Counts a track that was finished before. */
  synchronized void skip(double steps, double runs) {
    done += steps * runs;
  }

  private void report() {
    progress.at(label + ": " + doing, Math.min(1, done / total));
  }
}
