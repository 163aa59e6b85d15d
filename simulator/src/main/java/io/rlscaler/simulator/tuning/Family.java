package io.rlscaler.simulator.tuning;

import io.rlscaler.engine.baseline.KpaSettings;
import io.rlscaler.engine.baseline.ScalingBehavior;
import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.policy.Limits;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyContract;
import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.simulator.episode.ControllerSetup;
import io.rlscaler.simulator.episode.HpaSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A kind of controller with the parameters that a search may set: the first axis goes from the
 * safest and dearest value to the most daring and cheapest, the others modify it.
 */
@SuppressWarnings("ClassInitializationDeadlock") // its constants are the only ones of their classes
public sealed interface Family {
  /** The value of an axis {@code cap} that stands for none. */
  double NO_CAP = 0;

  /** The HPA with a floor. */
  Family HPA = new Hpa();

  /**
   * Knative's pod autoscaler.
   *
   * @param slots requests that one replica works on at a time
   */
  static Family kpa(int slots) {
    return new Kpa(slots);
  }

  /** Forecast plus a fixed headroom. */
  Family HEADROOM = headroom(List.of());

  /**
   * The same with a forecast that starts elsewhere than from persistence.
   *
   * @param forecastPriors that of the nearest start-up time is used
   */
  static Family headroom(List<ForecastPrior> forecastPriors) {
    return new Headroom(forecastPriors);
  }

  /** Forecast plus a multiple of its spread. */
  Family SPREAD = spread(List.of());

  /**
   * The same with a forecast that starts elsewhere than from persistence.
   *
   * @param forecastPriors that of the nearest start-up time is used
   */
  static Family spread(List<ForecastPrior> forecastPriors) {
    return new Spread(forecastPriors);
  }

  /**
   * Always the same count.
   *
   * @param min fewest replicas
   * @param max most replicas
   */
  static Family fixed(int min, int max) {
    return new Static(min, max);
  }

  /** A policy with the settings outside its net. */
  static Family policy(String label, OnnxPolicy policy) {
    return new Policy(label, policy);
  }

  /** The name of its controller. */
  String name();

  /** Its parameters. */
  List<Axis> axes();

  /** The controller with one value per axis. */
  ControllerSetup setup(List<Double> values);

  /** The values, as far as axes can tell, of who has not been tuned. */
  List<Double> standard();

  /** The scale-down window among some values [s]. */
  double holdSeconds(List<Double> values);

  /**
   * The violation share to be expected of a setting before anything is known of a workload.
   *
   * @param startUpSeconds median start-up time
   * @return empty where nothing was learned about it
   */
  default OptionalDouble prior(List<Double> values, double startUpSeconds) {
    return OptionalDouble.empty();
  }

  /** What distinguishes it from others of the same name, apart from the axes. */
  default String digest() {
    return "";
  }

  /** Whether the controller asks a net, which pays to be asked for several runs at once. */
  default boolean asksNet() {
    return false;
  }

  /** Whether the promised good ratio changes what the controller does, as it may for a policy. */
  default boolean seesObjective() {
    return false;
  }

  /**
   * The HPA. Kubernetes takes a whole percentage as target, so steps of 2.5 % are rounded half up.
   * The faster of the two rules for scaling up allows 300 % in 15 s beside the default's 4 pods.
   */
  record Hpa() implements Family {
    private static final ScalingBehavior.Rules DEFAULT_UP = ScalingBehavior.unset().scaleUp();

    private static final List<ScalingBehavior.Policy> FAST_UP =
        List.of(
            new ScalingBehavior.Policy(ScalingBehavior.Policy.Type.PERCENT, 300, 15),
            new ScalingBehavior.Policy(ScalingBehavior.Policy.Type.PODS, 4, 15));

    @Override
    public String name() {
      return "hpa";
    }

    @Override
    public List<Axis> axes() {
      return List.of(
          targetAxis(steps(.3, .1, 7)),
          floorAxis(),
          holdAxis("scaleDownWindow", 60),
          Axis.of(
              "tolerance", List.of(), List.of(0.0, .02, .05, .1), List.of(.15, .2), List.of(.02)),
          Axis.of("fastUp", List.of(), List.of(0.0, 1.0), List.of(), List.of(0.0)));
    }

    @Override
    public List<Double> standard() {
      HpaSettings standard = HpaSettings.DEFAULT;
      return List.of(
          standard.targetPercent() / 100.0,
          0.0,
          (double) standard.scaleDownWindow().toSeconds(),
          standard.tolerance(),
          0.0);
    }

    @Override
    public double holdSeconds(List<Double> values) {
      return values.get(2);
    }

    @Override
    public ControllerSetup setup(List<Double> values) {
      int windowSeconds = values.get(2).intValue();
      double tolerance = values.get(3);
      ScalingBehavior behavior =
          new ScalingBehavior(
              new ScalingBehavior.Rules(
                  OptionalInt.empty(),
                  Optional.empty(),
                  values.get(4) > 0 ? FAST_UP : DEFAULT_UP.policies(),
                  OptionalDouble.of(tolerance)),
              new ScalingBehavior.Rules(
                  OptionalInt.of(windowSeconds),
                  Optional.empty(),
                  List.of(),
                  OptionalDouble.of(tolerance)));
      return new ControllerSetup.Hpa(
          new HpaSettings(
              (int) Math.round(100 * values.get(0)),
              tolerance,
              Duration.ofSeconds(windowSeconds),
              behavior,
              OptionalInt.empty(),
              OptionalInt.empty()),
          values.get(1));
    }
  }

  /**
   * Knative's pod autoscaler on concurrency.
   *
   * @param slots requests that one replica works on at a time
   */
  record Kpa(int slots) implements Family {
    @Override
    public String name() {
      return "kpa";
    }

    @Override
    public List<Axis> axes() {
      return List.of(
          targetAxis(steps(.3, .15, 5)),
          floorAxis(),
          holdAxis("scaleDownDelay", 0),
          Axis.of(
              "stableWindow",
              List.of(6.0, 15.0),
              List.of(30.0, 60.0, 120.0, 300.0),
              List.of(600.0, 900.0),
              List.of(60.0)),
          Axis.of(
              "panicThreshold",
              List.of(),
              List.of(1.1, 1.5, 2.0, 3.0, 10.0),
              List.of(),
              List.of(2.0)));
    }

    @Override
    public List<Double> standard() {
      return List.of(KpaSettings.DEFAULT_UTILIZATION, 0.0, 0.0, 60.0, 2.0);
    }

    @Override
    public double holdSeconds(List<Double> values) {
      return values.get(2);
    }

    @Override
    public ControllerSetup setup(List<Double> values) {
      ControllerSetup.Kpa standard = ControllerSetup.Kpa.of(values.get(0), slots);
      KpaSettings settings =
          standard
              .rules()
              .withScaleDownDelay(Duration.ofSeconds(values.get(2).intValue()))
              .withStableWindow(Duration.ofSeconds(values.get(3).intValue()))
              .withPanicThreshold(values.get(4));
      return standard.with(settings, values.get(1));
    }
  }

  /**
   * Forecast plus a fixed headroom.
   *
   * @param forecastPriors what the forecast starts from, empty for persistence
   */
  record Headroom(List<ForecastPrior> forecastPriors) implements Family {
    /** Copies the priors. */
    public Headroom {
      forecastPriors = List.copyOf(forecastPriors);
    }

    @Override
    public String digest() {
      return ControllerSetup.digest(forecastPriors);
    }

    @Override
    public String name() {
      return "headroom";
    }

    @Override
    public List<Axis> axes() {
      return withLimits(
          Axis.of(
              "level",
              steps(5.5, -.25, 4),
              steps(4.5, -.25, 25),
              steps(-1.75, -.25, 4),
              List.of(4.0, 3.0, 2.0, 1.0, 0.0)));
    }

    @Override
    public List<Double> standard() {
      return List.of(2.0, 0.0, (double) Limits.DEFAULT.holdSeconds(), NO_CAP);
    }

    @Override
    public double holdSeconds(List<Double> values) {
      return values.get(2);
    }

    @Override
    public ControllerSetup setup(List<Double> values) {
      return new ControllerSetup.Headroom(values.get(0), limits(values, 1), forecastPriors);
    }
  }

  /**
   * Forecast plus a multiple of its spread.
   *
   * @param forecastPriors what the forecast starts from, empty for persistence
   */
  record Spread(List<ForecastPrior> forecastPriors) implements Family {
    /** Copies the priors. */
    public Spread {
      forecastPriors = List.copyOf(forecastPriors);
    }

    @Override
    public String digest() {
      return ControllerSetup.digest(forecastPriors);
    }

    @Override
    public String name() {
      return "spread";
    }

    @Override
    public List<Axis> axes() {
      return withLimits(
          Axis.of(
              "z",
              List.of(12.0, 10.0, 9.0, 8.0, 7.0),
              steps(6, -.25, 25),
              steps(-.25, -.25, 4),
              List.of(6.0, 4.5, 3.5, 2.5, 1.5, .75, 0.0)));
    }

    @Override
    public List<Double> standard() {
      return List.of(2.0, 0.0, (double) Limits.DEFAULT.holdSeconds(), NO_CAP);
    }

    @Override
    public double holdSeconds(List<Double> values) {
      return values.get(2);
    }

    @Override
    public ControllerSetup setup(List<Double> values) {
      return new ControllerSetup.Spread(values.get(0), limits(values, 1), forecastPriors);
    }
  }

  /**
   * Always the same count.
   *
   * @param min fewest replicas
   * @param max most replicas
   */
  record Static(int min, int max) implements Family {
    @Override
    public String name() {
      return "static";
    }

    @Override
    public List<Axis> axes() {
      List<Double> counts = steps(max, -1, max - min + 1);
      return List.of(Axis.of("replicas", List.of(), counts, List.of(), counts));
    }

    @Override
    public List<Double> standard() {
      return List.of((double) max);
    }

    /** It never scales down, and so keeps any window. */
    @Override
    public double holdSeconds(List<Double> values) {
      return CalibrationRule.FIXED_HOLD_SECONDS;
    }

    @Override
    public ControllerSetup setup(List<Double> values) {
      return new ControllerSetup.Static(values.get(0).intValue());
    }
  }

  /**
   * A policy. All of its at most 60 settings are coarse: there is nothing to refine.
   *
   * @param label the artifact for people
   * @param policy loaded; stays open
   */
  record Policy(String label, OnnxPolicy policy) implements Family {
    @Override
    public String name() {
      return "policy";
    }

    /**
     * Of a net without a hidden layer, which has learned little, more margins are tried instead.
     */
    @Override
    public List<Axis> axes() {
      boolean learned = !policy.contract().network().hidden().isEmpty();
      double strictness = policy.contract().defaults().strictness();
      return List.of(
          only(
              "margin",
              learned
                  ? List.of(1.2, .4, .15, .05, 0.0)
                  : List.of(1.2, .8, .5, .3, .2, .1, .05, 0.0, -.05, -.15)),
          only("strictness", learned ? List.of(2000.0, 200.0, 20.0) : List.of(strictness)),
          only("floor", learned ? List.of(0.0, .5) : List.of(0.0, .4, .8)),
          only("hold", List.of(60.0, 300.0)),
          only("cap", List.of(NO_CAP)));
    }

    private static Axis only(String name, List<Double> values) {
      return Axis.of(name, List.of(), values, List.of(), values);
    }

    @Override
    public ControllerSetup setup(List<Double> values) {
      PolicySettings settings = PolicySettings.of(values.get(1), values.get(0), limits(values, 2));
      return new ControllerSetup.Policy(label, policy, settings);
    }

    @Override
    public List<Double> standard() {
      PolicySettings standard = policy.defaults();
      return List.of(
          standard.margin(),
          standard.strictness(),
          standard.floor(),
          (double) standard.holdSeconds(),
          standard.cap().orElse(NO_CAP));
    }

    @Override
    public double holdSeconds(List<Double> values) {
      return values.get(3);
    }

    /** From the artifact, of the nearest start-up time; floor and cap play no part in it. */
    @Override
    public OptionalDouble prior(List<Double> values, double startUpSeconds) {
      PolicySettings wanted = PolicySettings.of(values.get(1), values.get(0), limits(values, 2));
      return policy.contract().calibrationPrior().stream()
          .filter(prior -> isFor(prior.settings(), wanted))
          .min(
              Comparator.comparingDouble(
                  prior -> Math.abs(Math.log(prior.startUpSeconds() / startUpSeconds))))
          .map(prior -> OptionalDouble.of(prior.violationShare()))
          .orElse(OptionalDouble.empty());
    }

    private static boolean isFor(
        PolicyContract.CalibrationSettings settings, PolicySettings wanted) {
      return settings.strictness() == wanted.strictness()
          && settings.margin() == wanted.margin()
          && settings.holdSeconds() == wanted.holdSeconds();
    }

    @Override
    public String digest() {
      return policy.digest();
    }

    @Override
    public boolean asksNet() {
      return true;
    }

    @Override
    public boolean seesObjective() {
      return true;
    }
  }

  private static List<Axis> withLimits(Axis first) {
    return List.of(
        first,
        floorAxis(),
        holdAxis("hold", 60),
        Axis.of(
            "cap",
            List.of(),
            List.of(0.0, 1.5, 1.3, 1.2, 1.1, 1.0),
            List.of(.9, .8),
            List.of(0.0)));
  }

  private static Axis floorAxis() {
    return Axis.of("floor", List.of(), steps(0, .1, 9), List.of(.9, 1.0), List.of(0.0, .4, .8));
  }

  /** A wanted utilization. */
  private static Axis targetAxis(List<Double> coarse) {
    return Axis.of("target", steps(.2, .025, 4), steps(.3, .025, 27), List.of(.975, 1.0), coarse);
  }

  /** How long a count is held before it falls [s]. */
  private static Axis holdAxis(String name, double shortestCoarse) {
    return Axis.of(
        name,
        List.of(),
        List.of(0.0, 60.0, 120.0, 300.0, 600.0, 900.0),
        List.of(1200.0, 1800.0),
        List.of(shortestCoarse, 300.0, 900.0));
  }

  /** Floor, hold and cap from a place in the values on; a cap of 0 stands for none. */
  private static Limits limits(List<Double> values, int at) {
    double cap = values.get(at + 2);
    return new Limits(
        values.get(at + 1).intValue(),
        values.get(at),
        cap > 0 ? OptionalDouble.of(cap) : OptionalDouble.empty());
  }

  /** So many values in equal steps, free of the rounding errors of repeated addition. */
  private static List<Double> steps(double first, double step, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Math.round((first + i * step) * 1000) / 1000.0)
        .toList();
  }
}
