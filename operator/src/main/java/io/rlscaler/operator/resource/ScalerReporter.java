package io.rlscaler.operator.resource;

import io.rlscaler.crds.Condition;
import io.rlscaler.crds.RLScaler;
import io.rlscaler.crds.RLScalerStatus;
import io.rlscaler.engine.Decision;
import io.rlscaler.engine.DecisionSink;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.safety.Reason;
import io.rlscaler.operator.scaler.Scaler;
import io.rlscaler.operator.scaler.Scalers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns decisions into status and events, on transitions only.
 *
 * <p>A transition is a change of what the status says beyond its running figures: the count before
 * or after, the reason, a condition, the kill switch's latch, the incumbent. A tick without one
 * writes nothing; the baseline's count rides along with the next transition.
 */
public final class ScalerReporter implements DecisionSink {
  private final Scalers scalers;
  private final StatusComputation computation;
  private final StatusWriter writer;
  private final EventRecorder events;
  private final InstantSource clock;
  private final BooleanSupplier leading;
  private final Map<WorkloadId, Memory> memories = new ConcurrentHashMap<>();

  ScalerReporter(
      Scalers scalers,
      StatusComputation computation,
      StatusWriter writer,
      EventRecorder events,
      InstantSource clock,
      BooleanSupplier leading) {
    this.scalers = scalers;
    this.computation = computation;
    this.writer = writer;
    this.events = events;
    this.clock = clock;
    this.leading = leading;
  }

  /**
   * What was last decided and reported for one scaler. A status that is under way counts as
   * submitted: on a slow API server a second intent of the same content would only be written
   * twice.
   */
  private static final class Memory {
    private Optional<Reason> reason = Optional.empty();
    private @Nullable RLScalerStatus submitted;
    private RLScalerStatus wanted;

    Memory(@Nullable RLScalerStatus found) {
      submitted = found;
      wanted =
          found != null
              ? found
              : new RLScalerStatus(null, List.of(), null, null, null, null, null, null);
    }
  }

  @Override
  public void record(
      Workload workload, Observation observation, Decision decision, WriteOutcome outcome) {
    scalers
        .find(workload.id())
        .ifPresent(
            scaler -> {
              if (outcome != WriteOutcome.FAILED) {
                scaler.setTargetProblem(Optional.empty());
              }
              report(scaler, Optional.of(decision));
              announce(scaler, decision, outcome);
            });
  }

  /**
   * Reports what can be said of a scaler without a decision; says nothing while another one leads.
   */
  public void refresh(Scaler scaler) {
    if (leading.getAsBoolean()) {
      report(scaler, Optional.empty());
    }
  }

  /** Forgets a scaler. */
  public void forget(WorkloadId id) {
    memories.remove(id);
  }

  /** Forgets what was written, so that a new leader compares with the objects as they are now. */
  public void restart() {
    memories.clear();
  }

  private void report(Scaler scaler, Optional<Decision> decision) {
    Memory memory =
        memories.computeIfAbsent(scaler.id(), id -> new Memory(scaler.resource().getStatus()));
    synchronized (memory) {
      decision.ifPresent(d -> memory.reason = Optional.of(d.reason()));
      RLScalerStatus status = status(scaler, memory, decision);
      announceConditions(scaler, memory.wanted.conditions(), status.conditions());
      boolean transition = !Transition.of(status).equals(Transition.of(memory.wanted));
      if (transition) {
        memory.wanted = status;
      }
      if (!memory.wanted.equals(memory.submitted)) {
        submit(scaler, memory, memory.wanted);
      }
    }
  }

  private void submit(Scaler scaler, Memory memory, RLScalerStatus status) {
    memory.submitted = status;
    writer.submit(
        intent(scaler, status),
        written -> {
          synchronized (memory) {
            if (!written && status.equals(memory.submitted)) {
              memory.submitted = null;
            }
          }
        });
  }

  private static RLScaler intent(Scaler scaler, RLScalerStatus status) {
    RLScaler intent = Intents.of(new RLScaler(), scaler.resource());
    intent.setStatus(status);
    return intent;
  }

  private RLScalerStatus status(Scaler scaler, Memory memory, Optional<Decision> decision) {
    RLScalerStatus before = memory.wanted;
    Instant now = clock.instant();
    List<Condition> conditions =
        computation.conditions(scaler, memory.reason, before.conditions(), now);
    Optional<String> incumbent = computation.incumbent(scaler);
    Instant until = scaler.workload().state().killSwitch().until().orElse(null);
    return new RLScalerStatus(
        scaler.resource().getMetadata().getGeneration(),
        conditions,
        decision.<Integer>map(Decision::from).orElse(before.currentReplicas()),
        decision.<Integer>map(Decision::to).orElse(before.desiredReplicas()),
        decision.<@Nullable Integer>map(ScalerReporter::baseline).orElse(before.baselineReplicas()),
        lastDecision(before.lastDecision(), decision),
        until,
        incumbent.map(RLScalerStatus.Shadow::new).orElse(null));
  }

  private static @Nullable Integer baseline(Decision decision) {
    return decision.baseline().isPresent() ? decision.baseline().getAsInt() : null;
  }

  private static RLScalerStatus.@Nullable LastDecision lastDecision(
      RLScalerStatus.@Nullable LastDecision before, Optional<Decision> decision) {
    if (decision.isEmpty()) {
      return before;
    }
    Decision made = decision.get();
    boolean same =
        before != null && before.to() == made.to() && before.reason().equals(made.reason().label());
    return same
        ? before
        : new RLScalerStatus.LastDecision(
            made.time(),
            made.from(),
            made.to(),
            made.reason().label(),
            made.risk().isPresent() ? decimal(made.risk().getAsDouble()) : null,
            made.policyDigest().orElse(null));
  }

  private static String decimal(double share) {
    return BigDecimal.valueOf(share).round(new MathContext(3)).toPlainString();
  }

  /** What makes a transition. */
  private record Transition(
      @Nullable Long generation,
      List<Said> conditions,
      @Nullable Integer current,
      @Nullable Integer desired,
      @Nullable String reason,
      @Nullable Instant killSwitchUntil,
      RLScalerStatus.@Nullable Shadow shadow) {

    static Transition of(RLScalerStatus status) {
      RLScalerStatus.LastDecision last = status.lastDecision();
      return new Transition(
          status.observedGeneration(),
          status.conditions().stream().map(Said::of).toList(),
          status.currentReplicas(),
          status.desiredReplicas(),
          last == null ? null : last.reason(),
          status.killSwitchUntil(),
          status.shadow());
    }
  }

  private record Said(String type, Condition.Status status, String reason, String message) {
    static Said of(Condition condition) {
      return new Said(
          condition.type(), condition.status(), condition.reason(), condition.message());
    }
  }

  private void announce(Scaler scaler, Decision decision, WriteOutcome outcome) {
    String change = decision.from() + " -> " + decision.to() + ": " + decision.reason().sentence();
    switch (outcome) {
      case WRITTEN -> events.normal(scaler.resource(), "Scaled", change);
      case FAILED -> events.warning(scaler.resource(), "ScaleFailed", change);
      case UNCHANGED, SHADOW, CONFLICT, NOT_LEADING, KILL_SWITCH, BLOCKED -> {}
    }
  }

  private void announceConditions(Scaler scaler, List<Condition> before, List<Condition> after) {
    for (Condition condition : after) {
      Optional<Condition.Status> earlier =
          before.stream()
              .filter(c -> c.type().equals(condition.type()))
              .map(Condition::status)
              .findFirst();
      ConditionEvents.of(condition, earlier)
          .ifPresent(
              event -> {
                if (event.warning()) {
                  events.warning(scaler.resource(), event.reason(), condition.message());
                } else {
                  events.normal(scaler.resource(), event.reason(), condition.message());
                }
              });
    }
  }
}
