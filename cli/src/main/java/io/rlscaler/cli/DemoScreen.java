package io.rlscaler.cli;

import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.EpisodeScore;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;

/**
 * Shows two episodes side by side while they run: a table redrawn in place on a terminal, where the
 * day takes a few seconds so that one can follow it; a line every three hours elsewhere.
 */
final class DemoScreen {
  private static final double SHOW_SECONDS = 5;
  private static final double LINE_SECONDS = 3 * 3600;

  private final Console console;
  private final OfferedLoad load;
  private final double capacity;
  private final double length;

  DemoScreen(Console console, OfferedLoad load, Scenario scenario) {
    this.console = console;
    this.load = load;
    capacity = scenario.service().capacity();
    length = load.trace().length().toMillis() / 1000.0;
  }

  /** Runs both episodes to their end. */
  void show(Episode policy, Episode hpa) {
    long start = System.nanoTime();
    double nextLine = LINE_SECONDS;
    while (!policy.isFinished()) {
      policy.step();
      hpa.step();
      if (console.isTerminal()) {
        waitFor(start, policy.seconds() / length);
        if (console.isDue() || policy.isFinished()) {
          console.redraw(table(policy, hpa));
        }
      } else if (policy.seconds() >= nextLine || policy.isFinished()) {
        console.message(line(policy, hpa));
        nextLine += LINE_SECONDS;
      }
    }
    console.keep();
  }

  /** Waits until so much of the showing time has passed. */
  private static void waitFor(long start, double share) {
    long due = start + (long) (share * SHOW_SECONDS * 1e9);
    while (System.nanoTime() < due && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  private List<String> table(Episode policy, Episode hpa) {
    return List.of(
        "  " + clock(policy) + "   load " + loadNow(policy) + " replicas",
        "             desired  ready  replica-h  violations",
        row("policy", policy),
        row("best HPA", hpa));
  }

  private static String row(String name, Episode episode) {
    EpisodeScore score = episode.score();
    return String.format(
        Locale.ROOT,
        "  %-9s  %7d  %5d  %9.1f  %8.4f %%",
        name,
        episode.desired(),
        episode.ready(),
        score.replicaHours(),
        100 * score.violationShare());
  }

  private String line(Episode policy, Episode hpa) {
    return String.format(
        Locale.ROOT,
        "  %s  load %s  policy %d replicas, %.4f %% violations  best HPA %d replicas, %.4f %%",
        clock(policy),
        loadNow(policy),
        policy.desired(),
        100 * policy.score().violationShare(),
        hpa.desired(),
        100 * hpa.score().violationShare());
  }

  private String loadNow(Episode episode) {
    OptionalDouble rate = load.trace().rateAt(Math.max(0, episode.seconds() - 1));
    return rate.isPresent()
        ? String.format(Locale.ROOT, "%5.1f", rate.getAsDouble() / capacity)
        : "unknown";
  }

  private static String clock(Episode episode) {
    long minutes = (long) (episode.seconds() / 60);
    return String.format(Locale.ROOT, "%02d:%02d", minutes / 60, minutes % 60);
  }
}
