package io.rlscaler.cli;

import io.rlscaler.simulator.protocol.EvaluationPlan;
import io.rlscaler.simulator.protocol.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How far an evaluation is: on a terminal a bar that is redrawn, with the time that is left;
 * elsewhere one line per finished trace and start-up time.
 */
final class EvaluationProgress implements Progress {
  private static final int BAR = 30;

  /** Before it, the time that is left is a guess. */
  private static final double LEAST_SHARE = 0.02;

  private final Console console;
  private final int parts;
  private final long begin = System.nanoTime();
  private double reusedShare;
  private double lastShare;
  private int finished;

  EvaluationProgress(Console console, EvaluationPlan plan) {
    this.console = console;
    parts = plan.inputs().size() * plan.startUps().size();
    console.message(
        String.format(
            Locale.ROOT,
            "%d traces, %d start-up times, %d objectives, %d seeds.",
            plan.inputs().size(),
            plan.startUps().size(),
            plan.objectives().size(),
            plan.seeds()));
  }

  @Override
  public synchronized void at(String what, double share) {
    lastShare = share;
    if (console.isTerminal() && console.isDue()) {
      int full = (int) (BAR * share);
      String bar = "#".repeat(full) + ".".repeat(BAR - full);
      console.redraw(
          List.of(
              String.format(Locale.ROOT, "[%s] %3.0f %%%s", bar, 100 * share, left(share)), what));
    }
  }

  private String left(double share) {
    double done = share - reusedShare;
    if (done < LEAST_SHARE) {
      return "";
    }
    double minutes = (System.nanoTime() - begin) / 60e9 * (1 - share) / done;
    return String.format(Locale.ROOT, ", about %.0f min left", Math.ceil(minutes));
  }

  @Override
  public synchronized void warn(String message) {
    console.progressDone();
    console.message(message);
  }

  @Override
  public synchronized void finished(String trace, Duration startUp, boolean reused) {
    finished++;
    if (reused) {
      reusedShare = lastShare;
    }
    console.progressDone();
    console.message(
        String.format(
            Locale.ROOT,
            "%d/%d %s, start-up %s s%s",
            finished,
            parts,
            trace,
            startUp.toMillis() / 1000.0,
            reused ? ": was finished before" : ""));
  }

  /** Removes the bar. */
  void finish() {
    console.progressDone();
  }
}
