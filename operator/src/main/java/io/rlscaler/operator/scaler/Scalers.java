package io.rlscaler.operator.scaler;

import io.rlscaler.crds.Condition;
import io.rlscaler.crds.RLScaler;
import io.rlscaler.crds.RLScalerStatus;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.WorkloadSpec;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.operator.cluster.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All scalers whose spec could be understood. Thread-safe. */
public final class Scalers {
  /** Condition whose reason tells the position of the kill switch. */
  public static final String KILL_SWITCH_CONDITION = "KillSwitch";

  private final Map<WorkloadId, Scaler> scalers = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /** An empty registry. */
  public Scalers(InstantSource clock) {
    this.clock = clock;
  }

  /** Identity of the scaler of an object. */
  public static WorkloadId idOf(RLScaler resource) {
    return new WorkloadId(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
  }

  /**
   * Registers an object as it is now. A scaler that is under control keeps its state.
   *
   * @throws IllegalArgumentException when the spec cannot be understood; then nothing changes
   */
  public Scaler put(RLScaler resource, Duration period) {
    WorkloadSpec spec = SpecTranslation.translate(resource.getSpec(), period);
    return scalers.compute(
        idOf(resource),
        (id, known) -> {
          boolean sameObject =
              known != null
                  && known
                      .resource()
                      .getMetadata()
                      .getUid()
                      .equals(resource.getMetadata().getUid());
          if (!sameObject) {
            return create(id, spec, resource);
          }
          known.workload().replaceSpec(spec);
          known.replaceResource(resource);
          return known;
        });
  }

  private Scaler create(WorkloadId id, WorkloadSpec spec, RLScaler resource) {
    Workload workload = new Workload(id, spec);
    restoreLatch(workload, resource.getStatus());
    return new Scaler(id, workload, resource);
  }

  /**
   * Takes up the kill switch of an earlier process; without a time in the status, one full latch.
   */
  private void restoreLatch(Workload workload, @Nullable RLScalerStatus status) {
    if (status == null) {
      return;
    }
    Instant until = status.killSwitchUntil();
    for (Condition condition : status.conditions()) {
      if (condition.type().equals(KILL_SWITCH_CONDITION)
          && condition.status() == Condition.Status.TRUE) {
        KillSwitch.Position position =
            condition.reason().contains("Baseline")
                ? KillSwitch.Position.BASELINE
                : KillSwitch.Position.FREEZE;
        Instant latched = until == null ? clock.instant().plus(workload.spec().latch()) : until;
        workload.state().killSwitch().restore(position, latched);
      }
    }
  }

  /** Forgets all state and starts every scaler from its object, as a fresh process would. */
  public void restart() {
    scalers.replaceAll((id, known) -> create(id, known.workload().spec(), known.resource()));
  }

  /** Forgets a scaler. */
  public void remove(WorkloadId id) {
    scalers.remove(id);
  }

  /** The scaler of a workload. */
  public Optional<Scaler> find(WorkloadId id) {
    return Optional.ofNullable(scalers.get(id));
  }

  /** All scalers. */
  public Collection<Scaler> all() {
    return List.copyOf(scalers.values());
  }

  /** The scalers of a metric source, in a stable order. */
  public List<Scaler> ofSource(String source) {
    return scalers.values().stream()
        .filter(scaler -> scaler.source().equals(source))
        .sorted(Comparator.comparing(scaler -> scaler.id().toString()))
        .toList();
  }

  /** Another scaler of the same target, if there is one. */
  public Optional<WorkloadId> sharing(Scaler scaler) {
    Target target = scaler.target();
    return scalers.values().stream()
        .filter(other -> !other.id().equals(scaler.id()) && other.target().equals(target))
        .map(Scaler::id)
        .min(Comparator.comparing(WorkloadId::toString));
  }
}
