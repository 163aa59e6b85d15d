package io.rlscaler.simulator.protocol;

import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.simulator.bound.BoundResult;
import io.rlscaler.simulator.bound.ClairvoyantBound;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.HpaSettings;
import io.rlscaler.simulator.episode.OfferedLoad;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.FrontPoint;
import io.rlscaler.simulator.tuning.Calibration;
import io.rlscaler.simulator.tuning.Family;
import io.rlscaler.simulator.tuning.HindsightSearch;
import io.rlscaler.simulator.tuning.PastCalibration;
import io.rlscaler.simulator.tuning.Replays;
import io.rlscaler.simulator.tuning.Search;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The controllers of one trace and start-up time with the settings that they were given: in
 * hindsight, by calibration on the past, or none. Tuned with another seed than they are scored
 * with; one search serves every objective, and a calibration uses the same runs.
 */
final class Field {
  static final String KPA_TUNED = "kpa-tuned";
  static final String HEADROOM_TUNED = "headroom-tuned";
  static final String SPREAD_PAST = "spread-past";
  static final String SPREAD_TUNED = "spread-tuned";

  private final EvaluationPlan plan;
  private final EvaluationPlan.Track track;
  private final OfferedLoad load;
  private final Path cache;
  private final Work.OfTrack work;
  private final Family kpa;
  private final Family headroom;
  private final Family spread;
  private final Map<String, Replays> replays = new LinkedHashMap<>();
  private final Map<String, Search> searches = new LinkedHashMap<>();

  /**
   * A field without settings.
   *
   * @param cache directory of runs from before
   */
  Field(
      EvaluationPlan plan,
      EvaluationPlan.Track track,
      OfferedLoad load,
      Path cache,
      Work.OfTrack work) {
    this.plan = plan;
    this.track = track;
    this.load = load;
    this.cache = cache;
    this.work = work;
    kpa = Family.kpa(plan.scenario().service().slots());
    // the policy must not win by its forecast alone
    List<ForecastPrior> forecastPriors = plan.policy().contract().forecastPrior();
    headroom = Family.headroom(forecastPriors);
    spread = Family.spread(forecastPriors);
  }

  /** Searches every family in hindsight. */
  void search() {
    for (Family family : List.of(Family.HPA, kpa, headroom, spread)) {
      work.begin("searching " + family.name());
      List<Replays> runs =
          plan.tuningSeeds().stream()
              .map(seed -> replays(family, plan.objectives().get(0), seed))
              .toList();
      replays.put(family.name(), runs.get(0));
      searches.put(
          family.name(),
          HindsightSearch.search(
              runs.get(0),
              runs.subList(1, runs.size()),
              plan.objectives(),
              HindsightSearch.MOST_TRIALS));
      work.done(Work.SEARCH);
    }
  }

  private Replays replays(Family family, double objective) {
    Replays known = replays.get(family.name());
    return known != null ? known : replays(family, objective, plan.tuningSeeds().get(0));
  }

  private Replays replays(Family family, double objective, long seed) {
    Scenario world = plan.world(track.startUp(), objective).withSeed(seed);
    double from = track.input().trace().pastSeconds();
    return new Replays(world, load, from, family, Optional.of(cache), work::warn);
  }

  /** What every HPA that was tried led to. */
  List<FrontPoint> hpaFront() {
    return searched(Family.HPA).trials().stream()
        .map(trial -> new FrontPoint(trial.violationShare(), trial.replicaSeconds()))
        .toList();
  }

  private Search searched(Family family) {
    Search search = searches.get(family.name());
    if (search == null) {
      throw new IllegalStateException("family " + family.name() + " has not been searched");
    }
    return search;
  }

  /** The clairvoyant bounds, one per objective. */
  List<BoundResult> bounds() {
    ClairvoyantBound bound =
        new ClairvoyantBound(
            plan.world(track.startUp(), plan.objectives().get(0)),
            load,
            track.input().trace().pastSeconds());
    double startUp = track.startUp().toMillis() / 1000.0;
    List<BoundResult> bounds = new ArrayList<>();
    for (double objective : plan.objectives()) {
      bounds.add(bound.bound(startUp, 1 - objective));
      work.done(Work.BOUND);
    }
    return bounds;
  }

  /** The controllers for one objective, in the order of the report. */
  List<Entrant> entrants(int objective, BoundResult bound) {
    double goodRatio = plan.objectives().get(objective);
    Family policy = Family.policy(plan.policyLabel(), plan.policy());
    ControllerSetup plain = ControllerSetup.Policy.withDefaults(plan.policyLabel(), plan.policy());
    ControllerSetup hpa = new ControllerSetup.Hpa(HpaSettings.DEFAULT);
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(Entrant.fixed(ControllerRun.HPA_DEFAULT, hpa));
    entrants.add(past(ControllerRun.HPA_PAST, Family.HPA, goodRatio, hpa));
    entrants.add(tuned(ControllerRun.HPA_TUNED, Family.HPA, objective));
    entrants.add(tuned(KPA_TUNED, kpa, objective));
    entrants.add(tuned(HEADROOM_TUNED, headroom, objective));
    entrants.add(past(SPREAD_PAST, spread, goodRatio, standard(spread)));
    entrants.add(tuned(SPREAD_TUNED, spread, objective));
    entrants.add(Entrant.fixed(ControllerRun.POLICY, plain));
    entrants.add(past(ControllerRun.POLICY_CALIBRATED, policy, goodRatio, plain));
    entrants.add(oracle(bound));
    return entrants;
  }

  private static Entrant oracle(BoundResult bound) {
    ControllerSetup setup = new ControllerSetup.Oracle(bound.plan().schedule());
    String gap = String.format(Locale.ROOT, "planned %.2f %% above the bound", 100 * bound.gap());
    return bound.reachable()
        ? Entrant.fixed(ControllerRun.ORACLE, setup, gap)
        : Entrant.fixed(
            ControllerRun.ORACLE,
            setup,
            gap,
            "no plan keeps the objective: this one has nearly the least violations possible");
  }

  private static ControllerSetup standard(Family family) {
    return family.setup(family.standard());
  }

  private Entrant tuned(String name, Family family, int objective) {
    Search search = searched(family);
    Search.Best best = search.best().get(objective);
    List<String> remarks = new ArrayList<>();
    if (!best.keeps()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "none of %d settings kept the objective with the tuning seeds: this one has the"
                  + " least violations, %.4g %% with the first",
              search.trials().size(),
              100 * best.trial().violationShare()));
    }
    if (!best.edges().isEmpty()) {
      remarks.add("on the edge of what was tried: " + String.join(", ", best.edges()));
    }
    return new Entrant(
        name, true, family.setup(best.trial().values()), !best.edges().isEmpty(), remarks);
  }

  private Entrant past(String name, Family family, double goodRatio, ControllerSetup unknown) {
    ScoredTrace trace = track.input().trace();
    if (trace.kind() == ScoredTrace.Kind.UNCALIBRATED) {
      return Entrant.fixed(
          name,
          unknown,
          "default settings: a past of " + trace.past().toMinutes() + " min is too short");
    }
    work.begin("calibrating " + name);
    Calibration calibration = PastCalibration.calibrate(replays(family, goodRatio), goodRatio);
    work.done(family.seesObjective() ? Work.CALIBRATION : 0);
    long doubtful = calibration.choices().stream().filter(choice -> !choice.keeps()).count();
    String daily = "chosen anew on each of " + calibration.choices().size() + " days";
    return doubtful == 0
        ? Entrant.fixed(name, calibration.setup(), daily)
        : Entrant.fixed(
            name,
            calibration.setup(),
            daily,
            "on " + doubtful + " of them no setting promised to keep the objective");
  }
}
