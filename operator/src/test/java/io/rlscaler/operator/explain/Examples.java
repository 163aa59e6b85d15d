package io.rlscaler.operator.explain;

import io.rlscaler.engine.Controller;
import io.rlscaler.engine.Decision;
import io.rlscaler.engine.Mode;
import io.rlscaler.engine.Objective;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadFacts;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.WorkloadSpec;
import io.rlscaler.engine.baseline.HpaControllerSettings;
import io.rlscaler.engine.baseline.UtilizationBaseline;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.observation.UnknownReason;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.FeatureVector;
import io.rlscaler.engine.policy.ReferenceUtilization;
import io.rlscaler.engine.safety.Adjustment;
import io.rlscaler.engine.safety.Adjustment.Constraint;
import io.rlscaler.engine.safety.Reason;
import io.rlscaler.engine.safety.SafetyLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A scaler, and decisions about it. */
public final class Examples {
  /** Time of the first decision. */
  public static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

  private Examples() {}

  /** A scaler that the baseline controls. */
  public static Workload workload(String namespace, String name) {
    WorkloadFacts facts =
        new WorkloadFacts(
            2,
            60,
            Objective.of(Duration.ofMillis(250), 0.999),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            OptionalDouble.of(35),
            Optional.of(Duration.ofSeconds(60)),
            ReferenceUtilization.ofUnknownService());
    UtilizationBaseline baseline =
        new UtilizationBaseline(60, 2, 60, Optional.empty(), HpaControllerSettings.defaults());
    return new Workload(
        new WorkloadId(namespace, name),
        new WorkloadSpec(
            Mode.ACTIVE, facts, new Controller.Baseline(), baseline, SafetyLimits.DEFAULT));
  }

  /** Six replicas of which five serve; a rate, a good ratio, no utilization, a queue. */
  public static Observation observation(Instant time) {
    return new Observation(
        time,
        6,
        5,
        true,
        new Signal.Known(123.456, Duration.ofMillis(12_500)),
        new Signal.Known(0.9995, Duration.ofSeconds(20)),
        Signal.unknown(UnknownReason.STALE),
        Signal.unknown(UnknownReason.NEVER_SEEN),
        new Signal.Known(0, Duration.ZERO));
  }

  /** A policy's wish for 4, which was too risky, raised to 5 and then, by authority, to 7. */
  public static Decision byPolicy(Instant time) {
    return new Decision(
        time,
        6,
        7,
        Reason.POLICY,
        OptionalInt.of(11),
        OptionalInt.of(7),
        OptionalDouble.of(0.42),
        OptionalDouble.of(0.0125),
        List.of(new Adjustment(Constraint.RISK, 4, 5), new Adjustment(Constraint.AUTHORITY, 5, 7)),
        Optional.of("sha256:abc"),
        features(),
        "");
  }

  /** Features of which no two are equal. */
  public static FeatureVector features() {
    float[] values = new float[Feature.COUNT];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 8f - 2;
    }
    return FeatureVector.owning(values);
  }

  /** A decision in which nothing is known but that the count stays. */
  public static Decision hold(Instant time, int replicas) {
    return new Decision(
        time,
        replicas,
        replicas,
        Reason.HOLD_UNKNOWN_DATA,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        List.of(),
        Optional.empty(),
        FeatureVector.EMPTY,
        "");
  }

  /** A decision for which the policy was asked in vain. */
  public static Decision unanswered(Instant time) {
    return new Decision(
        time,
        6,
        11,
        Reason.POLICY_FAULT_BASELINE,
        OptionalInt.of(11),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        List.of(),
        Optional.of("sha256:abc"),
        features(),
        "the policy's output is not finite");
  }
}
