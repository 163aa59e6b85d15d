package io.rlscaler.simulator.report;

import io.rlscaler.simulator.Percent;
import io.rlscaler.simulator.episode.DayTraffic;
import io.rlscaler.simulator.episode.EpisodeResult;
import io.rlscaler.simulator.episode.EpisodeScore;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.tuning.HpaSearch;
import java.util.Locale;

/**
 * A policy beside the best HPA on one day of traffic.
 *
 * @param scenario both ran in
 * @param traffic the day
 * @param load the day in the size of the scenario
 * @param policyLabel what the policy is, for people
 * @param policy result of the policy
 * @param hpa result of the best HPA
 * @param search how that HPA was found
 */
public record DayComparison(
    Scenario scenario,
    DayTraffic traffic,
    OfferedLoad load,
    String policyLabel,
    EpisodeResult policy,
    EpisodeResult hpa,
    HpaSearch.Outcome search) {

  /** Costs within half a percent of each other are called equal. */
  private static final double NOISE = 0.005;

  /** What no single day can show; part of every verdict. */
  private static final String CAVEAT =
      "This is a single day with one seed, and the HPA was tuned on that very day: an illustration,"
          + " not evidence.";

  /** Cost of the policy over that of the HPA. */
  public double costRatio() {
    return policy.score().replicaSeconds() / hpa.score().replicaSeconds();
  }

  /** Whether the policy keeps the objective, and the HPA does not or costs more. */
  public boolean policyWins() {
    return policy.score().meetsObjective()
        && (!hpa.score().meetsObjective() || costRatio() < 1 - NOISE);
  }

  /** The verdict in words. */
  public String sentence() {
    return finding() + " " + CAVEAT;
  }

  private String finding() {
    int target = search.best().settings().targetPercent();
    EpisodeScore ours = policy.score();
    double budget = scenario.objective().budget();
    if (!ours.meetsObjective() && !hpa.score().meetsObjective()) {
      return text(
          "Keep your HPA: neither the policy (%s violations) nor any of the %d HPA targets (%s at"
              + " best) kept the objective of at most %s.",
          Percent.rounded(ours.violationShare()),
          search.tried().size(),
          Percent.rounded(hpa.score().violationShare()),
          Percent.rounded(budget));
    }
    if (!ours.meetsObjective()) {
      return text(
          "Keep your HPA: at target %d %% it kept the objective, while the policy had %s violations"
              + " where at most %s are allowed.",
          target, Percent.rounded(ours.violationShare()), Percent.rounded(budget));
    }
    if (!hpa.score().meetsObjective()) {
      return text(
          "The policy kept the objective, at %.2f times the cost of the HPA target with the least"
              + " violations (%d %%); none of the %d HPA targets kept it.",
          costRatio(), target, search.tried().size());
    }
    return bothKeep(target);
  }

  private String bothKeep(int target) {
    double ratio = costRatio();
    if (ratio < 1 - NOISE) {
      return text(
          "The policy kept the objective with %.1f %% fewer replica-hours than the best HPA (target"
              + " %d %%), which kept it too.",
          100 * (1 - ratio), target);
    }
    if (ratio > 1 + NOISE) {
      return text(
          "Keep your HPA: at target %d %% it kept the objective, and the policy would cost %.1f %%"
              + " more replica-hours.",
          target, 100 * (ratio - 1));
    }
    return text(
        "Keep your HPA: at target %d %% it kept the objective at the same cost as the policy.",
        target);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
