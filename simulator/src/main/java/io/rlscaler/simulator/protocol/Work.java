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

  /** The work of one track, whose runs take so many steps each. */
  OfTrack track(String label, double steps) {
    return new OfTrack(label, steps);
  }

  private synchronized void report(String what, double more) {
    done += more;
    progress.at(what, Math.min(1, done / total));
  }

  private synchronized void skip(double more) {
    done += more;
  }

  /** What is done for one track; several may be under way at a time. */
  final class OfTrack {
    private final String label;
    private final double steps;
    private String doing = "";

    private OfTrack(String label, double steps) {
      this.label = label;
      this.steps = steps;
    }

    /** Says what is done now. */
    synchronized void begin(String what) {
      doing = what;
      done(0);
    }

    /** Counts finished runs. */
    synchronized void done(double runs) {
      report(label + ": " + doing, runs * steps);
    }

    /** Counts all runs of a track that was finished before. */
    void skip(double runs) {
      Work.this.skip(runs * steps);
    }

    /** Passes on what people should know. */
    void warn(String message) {
      progress.warn(message);
    }
  }
}
