package io.rlscaler.simulator.tuning;

import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.Episode;
import io.rlscaler.simulator.episode.EpisodeScore;
import io.rlscaler.simulator.episode.HpaSettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the HPA target that would have been best on a load: the cheapest that meets the objective
 * or, where none does, the one with the least violations. Runs on all cores; the result does not
 * depend on their number.
 */
public final class HpaSearch {
  /** The targets that are tried [%]. */
  public static final List<Integer> TARGETS =
      IntStream.rangeClosed(0, 11).map(i -> 30 + 5 * i).boxed().toList();

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing((Candidate candidate) -> !candidate.score().meetsObjective())
          .thenComparing(HpaSearch::weight)
          .thenComparing(candidate -> candidate.settings().targetPercent());

  private HpaSearch() {}

  /**
   * One target that was tried.
   *
   * @param settings with that target
   * @param score what it led to
   */
  public record Candidate(HpaSettings settings, EpisodeScore score) {}

  /**
   * What the search found.
   *
   * @param best the best candidate; it meets the objective if any of them does
   * @param tried all candidates, by rising target
   */
  public record Outcome(Candidate best, List<Candidate> tried) {
    /** Copies the list. */
    public Outcome {
      tried = List.copyOf(tried);
    }
  }

  private static double weight(Candidate candidate) {
    EpisodeScore score = candidate.score();
    return score.meetsObjective() ? score.replicaSeconds() : score.violationShare();
  }

  /**
   * Tries all targets.
   *
   * @param start the settings apart from the target
   */
  public static Outcome search(Scenario scenario, OfferedLoad load, HpaSettings start) {
    List<Candidate> tried =
        TARGETS.parallelStream().map(target -> score(scenario, load, start, target)).toList();
    return new Outcome(tried.stream().min(BEST_FIRST).orElseThrow(), tried);
  }

  private static Candidate score(
      Scenario scenario, OfferedLoad load, HpaSettings start, int target) {
    HpaSettings settings = start.withTarget(target);
    return new Candidate(
        settings, Episode.score(scenario, load, new ControllerSetup.Hpa(settings)));
  }
}
