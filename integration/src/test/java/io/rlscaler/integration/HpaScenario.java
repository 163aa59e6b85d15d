package io.rlscaler.integration;

import io.rlscaler.engine.baseline.HpaSpec;
import io.rlscaler.engine.baseline.MetricSpec;
import io.rlscaler.engine.baseline.ScalingBehavior;
import io.rlscaler.engine.baseline.ScalingBehavior.Policy;
import io.rlscaler.engine.baseline.ScalingBehavior.Rules;
import io.rlscaler.engine.baseline.ScalingBehavior.Select;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One HPA with one external metric, and the values that the metric takes one after another.
 *
 * <p>No value asks for a whole number of replicas. Of an average the status tells only the
 * thousandths, rounded up, and the sum reckoned back from it could lie on the other side of a step
 * if that were near; and rounding down must always make a difference.
 *
 * @param name of the HPA and its Deployment
 * @param spec with one metric of kind External
 * @param initialReplicas count at which the Deployment starts
 * @param values one for each plateau, in the metric's unit
 */
record HpaScenario(String name, HpaSpec spec, int initialReplicas, List<Double> values) {
  private static final int WINDOW = 10;
  // Longer than any run, so that a limit that holds once holds to the end.
  private static final int FOREVER = ScalingBehavior.MAX_PERIOD_SECONDS;
  private static final MetricSpec.SharedTarget TEN_EACH = new MetricSpec.AverageValue(10_000);
  private static final Rules FREE_DOWN = rules(WINDOW, Select.MAX, percent(100, 5));

  HpaScenario {
    int counts = target(spec) instanceof MetricSpec.Value ? spec.maxReplicas() : 1;
    for (double value : values) {
      for (int count = 1; count <= counts; count++) {
        if (Math.round(1000 * value) * count % milli(spec) == 0) {
          throw new IllegalArgumentException(
              "value is " + value + ", expected one that asks for no whole number of replicas");
        }
      }
    }
    values = List.copyOf(values);
  }

  /** Returns the scenarios, all with the same number of values; the last is for the outage. */
  static List<HpaScenario> all() {
    return List.of(
        stabilized(),
        bounded(),
        slowOnValue(),
        boundedOnValue(),
        slowest(),
        tolerant(),
        fastest(),
        withoutBehavior());
  }

  /** The name of the metric in Prometheus and in the HPA. */
  String metricName() {
    return "load_" + name;
  }

  /** The target in thousandths of the metric's unit. */
  long targetMilli() {
    return milli(spec);
  }

  /** Whether the target is an amount for each replica. */
  boolean isPerReplica() {
    return target(spec) instanceof MetricSpec.AverageValue;
  }

  private static MetricSpec.SharedTarget target(HpaSpec spec) {
    return ((MetricSpec.External) spec.metrics().get(0)).target();
  }

  private static long milli(HpaSpec spec) {
    MetricSpec.SharedTarget target = target(spec);
    return target instanceof MetricSpec.Value value
        ? value.milli()
        : ((MetricSpec.AverageValue) target).milli();
  }

  private static HpaScenario stabilized() {
    Rules up = rules(WINDOW, Select.MAX, percent(900, 5));
    return scenario(
        "stabilized", 1, 20, TEN_EACH, behavior(up, FREE_DOWN), 3, 47, 72, 35, 41, 15, 95);
  }

  private static HpaScenario bounded() {
    Rules up = rules(0, Select.MAX, percent(900, 5));
    return scenario(
        "bounded", 1, 6, TEN_EACH, behavior(up, FREE_DOWN), 3, 95, 27, 45, 300.5, 12, 55);
  }

  /** Two more and two fewer, once; a value for all replicas asks for more at every sync. */
  private static HpaScenario slowOnValue() {
    Rules up = rules(0, Select.MAX, pods(2, FOREVER));
    Rules down = rules(WINDOW, Select.MAX, pods(2, FOREVER));
    return scenario(
        "slow_on_value",
        2,
        9,
        new MetricSpec.Value(100_000),
        behavior(up, down),
        3,
        153,
        105,
        187,
        23,
        103,
        251);
  }

  private static HpaScenario boundedOnValue() {
    Rules up = rules(0, Select.MAX, percent(900, 5));
    return scenario(
        "bounded_on_value",
        1,
        12,
        new MetricSpec.Value(50_000),
        behavior(up, FREE_DOWN),
        3,
        161,
        3,
        121,
        51,
        1,
        201);
  }

  private static HpaScenario slowest() {
    Rules up = rules(0, Select.MIN, percent(50, FOREVER), pods(3, FOREVER));
    Rules down = rules(WINDOW, Select.MIN, percent(50, FOREVER), pods(1, FOREVER));
    return scenario("slowest", 1, 20, TEN_EACH, behavior(up, down), 4, 95, 62, 15, 55, 101, 12);
  }

  private static HpaScenario tolerant() {
    Rules up =
        new Rules(
            OptionalInt.of(WINDOW),
            Optional.of(Select.MAX),
            List.of(percent(900, 5)),
            OptionalDouble.of(0.5));
    Rules down =
        new Rules(
            OptionalInt.of(WINDOW),
            Optional.of(Select.MAX),
            List.of(percent(100, 5)),
            OptionalDouble.of(0.3));
    return scenario("tolerant", 1, 20, TEN_EACH, behavior(up, down), 4, 55, 65, 52, 33, 58, 115);
  }

  private static HpaScenario fastest() {
    Rules up = rules(0, Select.MAX, percent(50, WINDOW), pods(1, WINDOW));
    return scenario("fastest", 1, 20, TEN_EACH, behavior(up, FREE_DOWN), 4, 75, 115, 61, 34, 57, 9);
  }

  /** Nothing shrinks: the controller's own window is 300 seconds. */
  private static HpaScenario withoutBehavior() {
    return scenario(
        "without_behavior", 1, 20, TEN_EACH, Optional.empty(), 1, 55, 83, 31, 115, 128, 195);
  }

  private static HpaScenario scenario(
      String name,
      int min,
      int max,
      MetricSpec.SharedTarget target,
      Optional<ScalingBehavior> behavior,
      int initialReplicas,
      double... values) {
    List<MetricSpec> metrics = List.of(new MetricSpec.External("load_" + name, target));
    return new HpaScenario(
        name,
        new HpaSpec(min, max, metrics, behavior),
        initialReplicas,
        Arrays.stream(values).boxed().toList());
  }

  private static Optional<ScalingBehavior> behavior(Rules up, Rules down) {
    return Optional.of(new ScalingBehavior(up, down));
  }

  private static Rules rules(int window, Select select, Policy... policies) {
    return new Rules(
        OptionalInt.of(window), Optional.of(select), List.of(policies), OptionalDouble.empty());
  }

  private static Policy pods(int value, int periodSeconds) {
    return new Policy(Policy.Type.PODS, value, periodSeconds);
  }

  private static Policy percent(int value, int periodSeconds) {
    return new Policy(Policy.Type.PERCENT, value, periodSeconds);
  }
}
