package io.rlscaler.simulator.protocol;

/** How much of an evaluation is done, in runs of one controller over one trace. Thread-safe. */
final class Work {
  /** Runs of one search in hindsight, about. */
  static final double SEARCH = 120;

  private static final double SEARCHES = 4;

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
   * @param total runs times seconds of their traces
   */
  Work(Progress progress, double total) {
    this.progress = progress;
    this.total = total;
  }

  /** The runs of one track, about. */
  static double of(EvaluationPlan plan) {
    double objectives = plan.objectives().size();
    return SEARCHES * SEARCH
        + objectives * (CALIBRATION + BOUND)
        + Protocol.CONTROLLERS * objectives * plan.seeds() * SCORING;
  }

  /** The work of one track, whose trace is so long. */
  OfTrack track(String label, double seconds) {
    return new OfTrack(label, seconds);
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
    private final double seconds;
    private String doing = "";

    private OfTrack(String label, double seconds) {
      this.label = label;
      this.seconds = seconds;
    }

    /** Says what is done now. */
    synchronized void begin(String what) {
      doing = what;
      done(0);
    }

    /** Counts finished runs. */
    synchronized void done(double runs) {
      report(label + ": " + doing, runs * seconds);
    }

    /** Counts all runs of a track that was finished before. */
    void skip(double runs) {
      Work.this.skip(runs * seconds);
    }

    /** Passes on what people should know. */
    void warn(String message) {
      progress.warn(message);
    }
  }
}
