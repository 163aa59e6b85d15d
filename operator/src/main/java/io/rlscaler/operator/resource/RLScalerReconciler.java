package io.rlscaler.operator.resource;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.rlscaler.crds.Condition.Status;
import io.rlscaler.crds.RLScaler;
import io.rlscaler.crds.RLScalerStatus;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.operator.scaler.Scaler;
import io.rlscaler.operator.scaler.Scalers;
import io.rlscaler.operator.signal.Sources;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings the spec of an RLScaler into the registry that the ticks read. It decides nothing and
 * writes no status of a scaler that is ticked: that is the reporter's.
 */
@ControllerConfiguration(
    // The kill switch is an annotation, which changes no generation.
    generationAwareEventProcessing = false,
    triggerReconcilerOnAllEvents = true)
public final class RLScalerReconciler implements Reconciler<RLScaler> {
  private static final List<String> CONDITION_TYPES =
      List.of("MetricsAvailable", "TargetScalable", "PolicyReady", "Conflict", "KillSwitch");

  private final Scalers scalers;
  private final Sources sources;
  private final ScalerReporter reporter;
  private final StatusWriter writer;
  private final Consumer<WorkloadId> onForgotten;
  private final InstantSource clock;

  RLScalerReconciler(
      Scalers scalers,
      Sources sources,
      ScalerReporter reporter,
      StatusWriter writer,
      Consumer<WorkloadId> onForgotten,
      InstantSource clock) {
    this.scalers = scalers;
    this.sources = sources;
    this.reporter = reporter;
    this.writer = writer;
    this.onForgotten = onForgotten;
    this.clock = clock;
  }

  @Override
  public UpdateControl<RLScaler> reconcile(RLScaler resource, Context<RLScaler> context) {
    if (context.isPrimaryResourceDeleted()) {
      forget(resource);
      return UpdateControl.noUpdate();
    }
    String source = resource.getSpec().metrics().sourceRef().name();
    try {
      Scaler scaler = scalers.put(resource, sources.period(source));
      if (sources.find(source).isEmpty()) {
        reporter.refresh(scaler);
      }
    } catch (IllegalArgumentException e) {
      scalers.remove(Scalers.idOf(resource));
      reportInvalid(resource, String.valueOf(e.getMessage()));
    }
    return UpdateControl.noUpdate();
  }

  /** A spec that the API server let through but that makes no sense as a whole. */
  private void reportInvalid(RLScaler resource, String message) {
    RLScalerStatus before = resource.getStatus();
    Conditions conditions =
        new Conditions(
                before == null ? List.of() : before.conditions(),
                resource.getMetadata().getGeneration(),
                clock.instant())
            .add("Ready", Status.FALSE, "InvalidSpec", message)
            .add("Reconciling", Status.FALSE, "InvalidSpec", "the spec is not in force")
            .add("Stalled", Status.TRUE, "InvalidSpec", message);
    for (String type : CONDITION_TYPES) {
      conditions.add(type, Status.UNKNOWN, "InvalidSpec", "the spec is not in force");
    }
    RLScalerStatus status =
        new RLScalerStatus(
            resource.getMetadata().getGeneration(),
            conditions.toList(),
            null,
            null,
            null,
            null,
            null,
            null);
    if (!status.equals(before)) {
      RLScaler intent = Intents.of(new RLScaler(), resource);
      intent.setStatus(status);
      writer.submit(intent, written -> {});
    }
  }

  private void forget(RLScaler resource) {
    WorkloadId id = Scalers.idOf(resource);
    scalers.remove(id);
    reporter.forget(id);
    onForgotten.accept(id);
  }
}
