package io.rlscaler.simulator.episode;

import io.rlscaler.engine.Controller;
import io.rlscaler.engine.ReplicaSchedule;
import io.rlscaler.engine.baseline.KpaSettings;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.policy.Limits;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.engine.policy.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A controller with its settings, as one can ask for it on the command line. */
public sealed interface ControllerSetup {

  /** The name under which a policy is registered with the loop. */
  String POLICY_NAME = "policy";

  /** The name of the controller. */
  String name();

  /** Its settings for documents, in a fixed order. */
  Map<String, Object> settings();

  /** What the engine's loop is told. */
  Controller controller();

  /** The HPA beside it: its fallback and authority bound, or the controller itself. */
  default HpaSettings baseline() {
    return HpaSettings.DEFAULT;
  }

  /**
   * Always the same count.
   *
   * @param replicas at least 1
   */
  record Static(int replicas) implements ControllerSetup {
    /** Refuses a count below 1. */
    public Static {
      if (replicas < 1) {
        throw new IllegalArgumentException("replicas: found " + replicas + ", expected 1 or more");
      }
    }

    @Override
    public String name() {
      return "static";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("replicas", replicas);
    }

    @Override
    public Controller controller() {
      return new Controller.FixedReplicas(replicas);
    }
  }

  /**
   * The HPA algorithm.
   *
   * @param baseline its settings
   * @param floor its least replicas as a share of the largest five-minute load of the trailing week
   */
  record Hpa(HpaSettings baseline, double floor) implements ControllerSetup {
    /** Refuses shares that make no floor. */
    public Hpa {
      Limits.requireFloor(floor);
    }

    /** The HPA as Kubernetes runs it, without such a floor. */
    public Hpa(HpaSettings baseline) {
      this(baseline, 0);
    }

    @Override
    public String name() {
      return "hpa";
    }

    @Override
    public Map<String, Object> settings() {
      Map<String, Object> settings = new LinkedHashMap<>(baseline.document());
      settings.put("floor", floor);
      return settings;
    }

    @Override
    public Controller controller() {
      return new Controller.Baseline(floor);
    }
  }

  /**
   * Forecast plus a fixed headroom level.
   *
   * @param level as in the action table, -5 to 10
   * @param limits hold, floor and cap
   * @param forecastPriors what the forecast starts from, empty for persistence
   */
  record Headroom(double level, Limits limits, List<ForecastPrior> forecastPriors)
      implements ControllerSetup {
    /** Refuses levels far outside the action table. */
    public Headroom {
      forecastPriors = List.copyOf(forecastPriors);
      requireRange("level", level, -5, 10);
    }

    /** With a forecast that starts from persistence. */
    public Headroom(double level, Limits limits) {
      this(level, limits, List.of());
    }

    /** With the default limits too. */
    public Headroom(double level) {
      this(level, Limits.DEFAULT);
    }

    @Override
    public String name() {
      return "headroom";
    }

    @Override
    public Map<String, Object> settings() {
      return document("level", level, limits, forecastPriors);
    }

    @Override
    public Controller controller() {
      return new Controller.FixedHeadroom(level, limits, forecastPriors);
    }

    @Override
    public HpaSettings baseline() {
      return beside(limits.holdSeconds());
    }
  }

  /**
   * Forecast plus a multiple of the spread of its recent errors.
   *
   * @param z number of spreads, -10 to 20
   * @param limits hold, floor and cap
   * @param forecastPriors what the forecast starts from, empty for persistence
   */
  record Spread(double z, Limits limits, List<ForecastPrior> forecastPriors)
      implements ControllerSetup {
    /** Refuses multiples that mean nothing. */
    public Spread {
      forecastPriors = List.copyOf(forecastPriors);
      requireRange("z", z, -10, 20);
    }

    /** With a forecast that starts from persistence. */
    public Spread(double z, Limits limits) {
      this(z, limits, List.of());
    }

    /** With the default limits too. */
    public Spread(double z) {
      this(z, Limits.DEFAULT);
    }

    @Override
    public String name() {
      return "spread";
    }

    @Override
    public Map<String, Object> settings() {
      return document("z", z, limits, forecastPriors);
    }

    @Override
    public Controller controller() {
      return new Controller.FixedSpread(z, limits, forecastPriors);
    }

    @Override
    public HpaSettings baseline() {
      return beside(limits.holdSeconds());
    }
  }

  /**
   * Knative's pod autoscaler.
   *
   * @param utilization wanted share of a replica's slots, above 0 to 1
   * @param slots requests that one replica works on at a time: Knative's container concurrency
   * @param rules Knative's, with the target that follows from both
   * @param floor its least replicas as a share of the largest five-minute load of the trailing week
   */
  record Kpa(double utilization, int slots, KpaSettings rules, double floor)
      implements ControllerSetup {
    /** Refuses a target that does not follow from utilization and slots. */
    public Kpa {
      if (!(utilization > 0 && utilization <= 1)) {
        throw new IllegalArgumentException(
            "target: found " + utilization + ", expected above 0 to 1");
      }
      if (rules.target() != utilization * slots) {
        throw new IllegalArgumentException(
            "target: found " + rules.target() + ", expected " + utilization * slots);
      }
      Limits.requireFloor(floor);
    }

    /**
     * Knative's defaults around a utilization.
     *
     * @param utilization wanted share of a replica's slots, above 0 to 1
     * @param slots of a replica
     */
    public static Kpa of(double utilization, int slots) {
      return new Kpa(utilization, slots, KpaSettings.of(utilization * slots), 0);
    }

    /** The same with other windows, rates or floor. */
    public Kpa with(KpaSettings other, double otherFloor) {
      return new Kpa(utilization, slots, other, otherFloor);
    }

    @Override
    public String name() {
      return "kpa";
    }

    @Override
    public Map<String, Object> settings() {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("target", utilization);
      document.put("stableWindow", rules.stableWindow().toSeconds() + "s");
      document.put("panicWindow", rules.panicWindowShare());
      document.put("panicThreshold", rules.panicThreshold());
      document.put("maxScaleUpRate", rules.maxScaleUpRate());
      document.put("maxScaleDownRate", rules.maxScaleDownRate());
      document.put("scaleDownDelay", rules.scaleDownDelay().toSeconds() + "s");
      document.put("floor", floor);
      return document;
    }

    @Override
    public Controller controller() {
      return new Controller.Kpa(rules, floor);
    }
  }

  /**
   * Counts that were fixed beforehand by who knew the rates.
   *
   * @param schedule what is asked for at each time, counted from the epoch; scaled down at once
   */
  record Oracle(ReplicaSchedule schedule) implements ControllerSetup {
    @Override
    public String name() {
      return "oracle";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of();
    }

    @Override
    public Controller controller() {
      return new Controller.Scheduled(schedule);
    }
  }

  /**
   * A policy artifact behind the shield.
   *
   * @param label the artifact for people, as {@code headroom-v1}
   * @param policy loaded; stays open
   * @param pinned what is set outside the net
   */
  record Policy(String label, OnnxPolicy policy, PolicySettings pinned) implements ControllerSetup {

    /** A policy with the settings that its artifact recommends. */
    public static Policy withDefaults(String label, OnnxPolicy policy) {
      return new Policy(label, policy, policy.defaults());
    }

    @Override
    public String name() {
      return "policy";
    }

    @Override
    public Map<String, Object> settings() {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("policy", label);
      settings.put("digest", policy.digest());
      settings.put("strictness", pinned.strictness());
      settings.put("margin", pinned.margin());
      put(settings, pinned.limits());
      return settings;
    }

    @Override
    public HpaSettings baseline() {
      return beside(pinned.holdSeconds());
    }

    @Override
    public Controller controller() {
      return new Controller.Learned(POLICY_NAME, Optional.of(pinned));
    }
  }

  /**
   * Settings that change at given times, as those of a workload that is calibrated anew every day.
   * State and replicas are kept.
   *
   * @param dated by rising time, the first from the beginning; all of one kind
   */
  record Dated(List<DatedSetup> dated) implements ControllerSetup {
    /** Copies the list; refuses gaps at the beginning, wrong order and mixed kinds. */
    public Dated {
      dated = List.copyOf(dated);
      if (dated.isEmpty() || dated.get(0).fromSeconds() != 0) {
        throw new IllegalArgumentException(
            "dated settings: found " + dated + ", expected the first from 0 s");
      }
      for (int i = 1; i < dated.size(); i++) {
        boolean later = dated.get(i).fromSeconds() > dated.get(i - 1).fromSeconds();
        Class<?> kind = dated.get(i).setup().getClass();
        if (!later || kind != dated.get(0).setup().getClass() || kind == Dated.class) {
          throw new IllegalArgumentException(
              "dated settings: found " + dated + ", expected rising times and one kind");
        }
      }
    }

    private ControllerSetup last() {
      return dated.get(dated.size() - 1).setup();
    }

    @Override
    public String name() {
      return last().name();
    }

    /** The settings that were chosen last. */
    @Override
    public Map<String, Object> settings() {
      return last().settings();
    }

    @Override
    public Controller controller() {
      return dated.get(0).setup().controller();
    }

    @Override
    public HpaSettings baseline() {
      return dated.get(0).setup().baseline();
    }
  }

  /**
   * The HPA beside a controller with its own hold: its scale-down window, which also bounds that of
   * the controller from below, is not longer than the hold.
   */
  private static HpaSettings beside(int holdSeconds) {
    Duration hold = Duration.ofSeconds(holdSeconds);
    HpaSettings standard = HpaSettings.DEFAULT;
    return hold.compareTo(standard.scaleDownWindow()) < 0
        ? standard.withScaleDownWindow(hold)
        : standard;
  }

  /** The digest of forecast priors, as {@code sha256:...}. */
  static String digest(List<ForecastPrior> forecastPriors) {
    return Sha256.name(forecastPriors.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> document(
      String key, double value, Limits limits, List<ForecastPrior> forecastPriors) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(key, value);
    put(document, limits);
    if (!forecastPriors.isEmpty()) {
      document.put("forecastPriors", digest(forecastPriors));
    }
    return document;
  }

  private static void put(Map<String, Object> document, Limits limits) {
    document.put("hold", limits.holdSeconds() + "s");
    document.put("floor", limits.floor());
    OptionalDouble cap = limits.cap();
    if (cap.isPresent()) {
      document.put("cap", cap.getAsDouble());
    }
  }

  private static void requireRange(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          key + ": found " + value + ", expected " + least + " to " + most);
    }
  }
}
