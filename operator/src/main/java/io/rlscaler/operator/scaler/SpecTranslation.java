package io.rlscaler.operator.scaler;

import io.fabric8.kubernetes.api.model.Quantity;
import io.rlscaler.crds.KubernetesDuration;
import io.rlscaler.crds.RLScalerSpec;
import io.rlscaler.engine.Controller;
import io.rlscaler.engine.Mode;
import io.rlscaler.engine.Objective;
import io.rlscaler.engine.WorkloadFacts;
import io.rlscaler.engine.WorkloadSpec;
import io.rlscaler.engine.baseline.HpaControllerSettings;
import io.rlscaler.engine.baseline.ScalingBehavior;
import io.rlscaler.engine.baseline.UtilizationBaseline;
import io.rlscaler.engine.policy.PolicySettings;
import io.rlscaler.engine.policy.ReferenceUtilization;
import io.rlscaler.engine.safety.SafetyLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Translates the spec of an RLScaler into the engine's words. */
public final class SpecTranslation {
  /** Rates are means over four periods, so they lag by half of that. */
  private static final int LAG_PERIODS = 2;

  private static final int MILLI = 1000;

  private SpecTranslation() {}

  /**
   * The spec for the engine.
   *
   * @param spec as the API server stored it
   * @param period of the metric source
   * @throws IllegalArgumentException naming the field, what was found and what was expected
   */
  public static WorkloadSpec translate(RLScalerSpec spec, Duration period) {
    return new WorkloadSpec(
        mode(spec.mode()),
        facts(spec, period),
        controller(spec),
        baseline(spec),
        new SafetyLimits(
            number("safety.maxRisk", spec.safety().maxRisk()),
            number("safety.maxBelowBaseline", spec.safety().maxBelowBaseline()),
            fallback(spec.safety().fallback())));
  }

  private static Mode mode(RLScalerSpec.Mode mode) {
    return switch (mode) {
      case SHADOW -> Mode.SHADOW;
      case ACTIVE -> Mode.ACTIVE;
      case BASELINE -> Mode.BASELINE;
    };
  }

  private static SafetyLimits.Fallback fallback(RLScalerSpec.Fallback fallback) {
    return switch (fallback) {
      case BASELINE -> SafetyLimits.Fallback.BASELINE;
      case FREEZE -> SafetyLimits.Fallback.FREEZE;
    };
  }

  private static WorkloadFacts facts(RLScalerSpec spec, Duration period) {
    RLScalerSpec.Objective objective = spec.objective();
    return new WorkloadFacts(
        spec.minReplicas(),
        spec.maxReplicas(),
        new Objective(
            KubernetesDuration.parse(objective.latency()).value(),
            number("objective.goodRatio", objective.goodRatio()),
            KubernetesDuration.parse(objective.window()).value(),
            optional("objective.pricePerReplicaHour", objective.pricePerReplicaHour())),
        period,
        period.multipliedBy(LAG_PERIODS),
        optional("metrics.capacityPerReplica", spec.metrics().capacityPerReplica()),
        Optional.ofNullable(spec.metrics().startupTime())
            .map(text -> KubernetesDuration.parse(text).value()),
        ReferenceUtilization.ofUnknownService());
  }

  private static Controller controller(RLScalerSpec spec) {
    RLScalerSpec.PolicyRef policy = spec.policyRef();
    if (policy == null) {
      return new Controller.Baseline();
    }
    return new Controller.Learned(
        policy.name(), Optional.ofNullable(policy.settings()).map(SpecTranslation::settings));
  }

  private static PolicySettings settings(RLScalerSpec.PolicySettings pinned) {
    PolicySettings defaults = PolicySettings.DEFAULT;
    return new PolicySettings(
        optional("strictness", pinned.strictness()).orElse(defaults.strictness()),
        optional("margin", pinned.margin()).orElse(defaults.margin()),
        pinned.hold() == null
            ? defaults.holdSeconds()
            : (int) KubernetesDuration.parse(pinned.hold()).value().toSeconds(),
        optional("floor", pinned.floor()).orElse(defaults.floor()),
        optional("cap", pinned.cap()));
  }

  private static UtilizationBaseline baseline(RLScalerSpec spec) {
    return new UtilizationBaseline(
        spec.baseline().targetUtilization(),
        spec.minReplicas(),
        spec.maxReplicas(),
        Optional.ofNullable(spec.baseline().behavior()).map(SpecTranslation::behavior),
        HpaControllerSettings.defaults());
  }

  private static ScalingBehavior behavior(io.rlscaler.crds.ScalingBehavior behavior) {
    return new ScalingBehavior(rules(behavior.scaleUp()), rules(behavior.scaleDown()));
  }

  private static ScalingBehavior.Rules rules(
      io.rlscaler.crds.ScalingBehavior.@Nullable ScalingRules rules) {
    if (rules == null) {
      return ScalingBehavior.Rules.unset();
    }
    Integer window = rules.stabilizationWindowSeconds();
    var policies = rules.policies();
    return new ScalingBehavior.Rules(
        window == null ? OptionalInt.empty() : OptionalInt.of(window),
        Optional.ofNullable(rules.selectPolicy())
            .map(select -> ScalingBehavior.Select.valueOf(select.name())),
        policies == null ? List.of() : policies.stream().map(SpecTranslation::policy).toList(),
        tolerance(rules.tolerance()));
  }

  private static ScalingBehavior.Policy policy(io.rlscaler.crds.ScalingBehavior.Policy policy) {
    return new ScalingBehavior.Policy(
        ScalingBehavior.Policy.Type.valueOf(policy.type().name()),
        policy.value(),
        policy.periodSeconds());
  }

  private static OptionalDouble tolerance(@Nullable String quantity) {
    if (quantity == null) {
      return OptionalDouble.empty();
    }
    BigDecimal value = Quantity.getAmountInBytes(Quantity.parse(quantity));
    // The HPA controller keeps thousandths, rounded up.
    double milli = Math.ceil(value.doubleValue() * MILLI - 1e-9);
    return OptionalDouble.of(milli / MILLI);
  }

  private static OptionalDouble optional(String field, @Nullable String text) {
    return text == null ? OptionalDouble.empty() : OptionalDouble.of(number(field, text));
  }

  private static double number(String field, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          field + ": found \"" + text + "\", expected a decimal number", e);
    }
  }
}
