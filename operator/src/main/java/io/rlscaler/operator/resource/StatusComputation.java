package io.rlscaler.operator.resource;

import io.rlscaler.crds.Condition;
import io.rlscaler.crds.Condition.Status;
import io.rlscaler.crds.RLScalerSpec;
import io.rlscaler.engine.Controller;
import io.rlscaler.engine.Mode;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.engine.safety.Reason;
import io.rlscaler.operator.cluster.OtherAutoscalers;
import io.rlscaler.operator.cluster.TargetProblem;
import io.rlscaler.operator.scaler.KillSwitches;
import io.rlscaler.operator.scaler.Scaler;
import io.rlscaler.operator.scaler.Scalers;
import io.rlscaler.operator.signal.Sources;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Computes the conditions of a scaler from what is known of it. Messages hold no volatile numbers.
 */
final class StatusComputation {
  private final Scalers scalers;
  private final Sources sources;
  private final OtherAutoscalers others;
  private final KillSwitches killSwitches;
  private final PolicyRegistry policies;

  StatusComputation(
      Scalers scalers,
      Sources sources,
      OtherAutoscalers others,
      KillSwitches killSwitches,
      PolicyRegistry policies) {
    this.scalers = scalers;
    this.sources = sources;
    this.others = others;
    this.killSwitches = killSwitches;
    this.policies = policies;
  }

  /** One condition before it has its times. */
  private record Part(Status status, String reason, String message) {
    static Part of(boolean holds, String reason, String message) {
      return new Part(holds ? Status.TRUE : Status.FALSE, reason, message);
    }

    boolean isFalse() {
      return status == Status.FALSE;
    }
  }

  /** Who else steers the target of a scaler that only looks on. */
  Optional<String> incumbent(Scaler scaler) {
    return scaler.workload().spec().mode() == Mode.SHADOW
        ? others.steering(scaler.target())
        : Optional.empty();
  }

  List<Condition> conditions(
      Scaler scaler, Optional<Reason> lastReason, List<Condition> before, Instant now) {
    Part metrics = metrics(scaler, lastReason);
    Part target = target(scaler, lastReason);
    Part policy = policy(scaler, lastReason);
    Part conflict = conflict(scaler);
    boolean stalled =
        sources.find(scaler.source()).isEmpty()
            || scaler.targetProblem().isPresent()
            || policy.reason().equals("PolicyNotReady");
    Part blocking = firstFalse(metrics, target, policy);
    long generation = scaler.resource().getMetadata().getGeneration();
    Conditions conditions = new Conditions(before, generation, now);
    if (conflict.status() == Status.TRUE) {
      conditions.add("Ready", Status.FALSE, conflict.reason(), conflict.message());
    } else if (blocking != null) {
      conditions.add("Ready", Status.FALSE, blocking.reason(), blocking.message());
    } else if (lastReason.isEmpty()) {
      conditions.add("Ready", Status.UNKNOWN, "NoDecisionYet", "no decision was made yet");
    } else {
      conditions.add("Ready", Status.TRUE, "Deciding", "decisions are made every period");
    }
    boolean pending = lastReason.isEmpty() && !stalled;
    conditions.add(
        "Reconciling",
        pending,
        pending ? "NoDecisionYet" : "Reconciled",
        pending ? "waiting for the first decision" : "the spec is in force");
    conditions.add(
        "Stalled",
        stalled,
        stalled && blocking != null ? blocking.reason() : "Progressing",
        stalled && blocking != null ? blocking.message() : "nothing needs a person");
    add(conditions, "MetricsAvailable", metrics);
    add(conditions, "TargetScalable", target);
    add(conditions, "PolicyReady", policy);
    add(conditions, "Conflict", conflict);
    add(conditions, Scalers.KILL_SWITCH_CONDITION, killSwitch(scaler));
    return conditions.toList();
  }

  private static void add(Conditions conditions, String type, Part part) {
    conditions.add(type, part.status(), part.reason(), part.message());
  }

  private static @Nullable Part firstFalse(Part... parts) {
    for (Part part : parts) {
      if (part.isFalse()) {
        return part;
      }
    }
    return null;
  }

  private Part metrics(Scaler scaler, Optional<Reason> lastReason) {
    if (sources.find(scaler.source()).isEmpty()) {
      return Part.of(false, "SourceMissing", sources.problem(scaler.source()));
    }
    Optional<TargetProblem> problem = scaler.signalProblem();
    if (problem.isPresent()) {
      return Part.of(false, problem.get().reason(), problem.get().message());
    }
    return lastReason.isEmpty()
        ? new Part(Status.UNKNOWN, "NotRead", "the source was not read yet")
        : Part.of(true, "Available", "all required signals are known");
  }

  private static Part target(Scaler scaler, Optional<Reason> lastReason) {
    Optional<TargetProblem> problem = scaler.targetProblem();
    if (problem.isPresent()) {
      return Part.of(false, problem.get().reason(), problem.get().message());
    }
    if (lastReason.isEmpty()) {
      return new Part(Status.UNKNOWN, "NotRead", "the target was not read yet");
    }
    return lastReason.get() == Reason.SCALING_DISABLED
        ? Part.of(false, Reason.SCALING_DISABLED.label(), Reason.SCALING_DISABLED.sentence())
        : Part.of(true, "Scalable", "the target has a scale");
  }

  private Part policy(Scaler scaler, Optional<Reason> lastReason) {
    if (!(scaler.workload().spec().controller() instanceof Controller.Learned learned)) {
      return Part.of(true, "NotNeeded", "the baseline decides");
    }
    PolicyRegistry.Entry entry = policies.find(learned.policy());
    if (entry instanceof PolicyRegistry.Entry.Unusable unusable) {
      boolean needed = scaler.resource().getSpec().mode() != RLScalerSpec.Mode.BASELINE;
      return Part.of(!needed, needed ? "PolicyNotReady" : "NotNeeded", unusable.reason());
    }
    boolean observedOnly = entry instanceof PolicyRegistry.Entry.Loaded l && !l.mayAct();
    if (observedOnly && scaler.workload().spec().mode() == Mode.ACTIVE) {
      return Part.of(
          false,
          "PolicyUnsigned",
          "an unsigned policy that is not built in is only observed, in mode Shadow");
    }
    if (lastReason.isPresent() && isFault(lastReason.get())) {
      return Part.of(false, lastReason.get().label(), lastReason.get().sentence());
    }
    return Part.of(true, "Loaded", "the policy is loaded");
  }

  private static boolean isFault(Reason reason) {
    return reason == Reason.POLICY_FAULT_BASELINE || reason == Reason.POLICY_FAULT_FREEZE;
  }

  private Part conflict(Scaler scaler) {
    var sharing = scalers.sharing(scaler);
    if (sharing.isPresent()) {
      return Part.of(true, "AnotherScaler", "RLScaler " + sharing.get() + " has the same target");
    }
    if (scaler.workload().spec().mode() == Mode.SHADOW) {
      return Part.of(false, "NoConflict", "nothing is written in mode Shadow");
    }
    Optional<String> other = others.steering(scaler.target());
    if (other.isPresent()) {
      return Part.of(
          true,
          "AnotherAutoscaler",
          other.get()
              + " steers the same target; delete it, or set mode Shadow. For an HPA: kubectl delete hpa "
              + "NAME -n "
              + scaler.id().namespace());
    }
    return scaler.foreignWrites().conflict()
        ? Part.of(
            true,
            "ReplicasChangedElsewhere",
            "spec.replicas was changed by somebody else several times within ten minutes")
        : Part.of(false, "NoConflict", "nobody else steers the target");
  }

  private Part killSwitch(Scaler scaler) {
    KillSwitch.Position position = scaler.workload().state().killSwitch().position();
    if (position == KillSwitch.Position.NONE) {
      return Part.of(false, "NotPulled", "no kill switch is pulled");
    }
    String scopes =
        killSwitches.pulled(scaler.workload()).stream()
            .map(KillSwitches.Pulled::describe)
            .collect(Collectors.joining("; "));
    String reason = position == KillSwitch.Position.BASELINE ? "Baseline" : "Freeze";
    return Part.of(
        true,
        reason,
        scopes.isEmpty() ? "released, in force until status.killSwitchUntil" : scopes);
  }
}
