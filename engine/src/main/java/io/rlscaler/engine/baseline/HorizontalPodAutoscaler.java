package io.rlscaler.engine.baseline;

import io.rlscaler.engine.baseline.MetricReading.PodSample;
import io.rlscaler.engine.baseline.Proposal.Cause;
import io.rlscaler.engine.baseline.Recommendation.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The HorizontalPodAutoscaler v2 of Kubernetes 1.36 for one spec, without its features in alpha.
 * Unchangeable: what must be remembered is in the {@link HpaState} given to each call.
 *
 * <p>Source: kubernetes/kubernetes, pkg/controller/podautoscaler; KEP-853, KEP-1610, KEP-4951.
 */
public final class HorizontalPodAutoscaler {

  private final HpaSpec spec;
  private final HpaControllerSettings settings;
  private final Tolerance tolerance;
  private final ReplicaLimiter limiter;
  private final Reconciliation reconciliation;

  /** An autoscaler for {@code spec} under a controller with {@code settings}. */
  public HorizontalPodAutoscaler(HpaSpec spec, HpaControllerSettings settings) {
    this.spec = spec;
    this.settings = settings;
    this.tolerance = Tolerance.of(spec.behavior(), settings);
    this.limiter = ReplicaLimiter.of(spec.behavior(), settings);
    this.reconciliation = new Reconciliation(spec.minReplicas(), spec.maxReplicas(), limiter);
  }

  /**
   * What to do now; remembers the proposal.
   *
   * @param state memory of the workload
   * @param now the present
   * @param target the scalable object and its pods
   * @param readings one per metric of the spec, in its order
   * @throws IllegalArgumentException if the readings do not fit the metrics in number or kind
   */
  public Recommendation recommend(
      HpaState state, Instant now, ScaleTarget target, List<MetricReading> readings) {
    if (readings.size() != spec.metrics().size()) {
      throw new IllegalArgumentException(
          readings.size() + " readings, expected " + spec.metrics().size() + ", one per metric");
    }
    int current = target.specReplicas();
    long nowMillis = now.toEpochMilli();
    Optional<Recommendation> settled = reconciliation.withoutMetrics(state, nowMillis, current);
    if (settled.isPresent()) {
      return settled.get();
    }
    return switch (target.selector()) {
      case INVALID -> unselected(current, Reason.INVALID_SELECTOR);
      case AMBIGUOUS -> unselected(current, Reason.AMBIGUOUS_SELECTOR);
      case VALID ->
          reconciliation.fromMetrics(state, nowMillis, current, propose(now, target, readings));
    };
  }

  /** Remembers a scaling that has succeeded. */
  public void recordScale(HpaState state, Instant now, int from, int to) {
    limiter.recordScale(state, now.toEpochMilli(), from, to);
  }

  private static Recommendation unselected(int current, Reason reason) {
    return Recommendation.withoutMetrics(current, current, reason, List.of(), Optional.empty());
  }

  private List<Proposal> propose(Instant now, ScaleTarget target, List<MetricReading> readings) {
    List<Proposal> proposals = new ArrayList<>(readings.size());
    for (int i = 0; i < readings.size(); i++) {
      proposals.add(propose(now, target, spec.metrics().get(i), readings.get(i)));
    }
    return proposals;
  }

  private Proposal propose(
      Instant now, ScaleTarget target, MetricSpec metric, MetricReading reading) {
    if (reading instanceof MetricReading.Failed failed) {
      return new Proposal.Invalid(Cause.READ_FAILED, failed.message());
    }
    if (metric instanceof MetricSpec.Resource resource) {
      return resource(now, target, resource.name(), metric, resource.target(), reading);
    }
    if (metric instanceof MetricSpec.ContainerResource resource) {
      return resource(now, target, resource.name(), metric, resource.target(), reading);
    }
    if (metric instanceof MetricSpec.Pods pods) {
      return average(now, target, false, pods.target(), perPod(metric, reading));
    }
    if (metric instanceof MetricSpec.ObjectMetric object) {
      return shared(target, object.target(), metric, reading);
    }
    return shared(target, ((MetricSpec.External) metric).target(), metric, reading);
  }

  private Proposal resource(
      Instant now,
      ScaleTarget target,
      String name,
      MetricSpec metric,
      MetricSpec.PodTarget wanted,
      MetricReading reading) {
    boolean cpu = name.equals(MetricSpec.CPU);
    Map<String, PodSample> samples = perPod(metric, reading);
    if (wanted instanceof MetricSpec.AverageUtilization utilization) {
      return utilization(now, target, name, metric, utilization.percent(), samples);
    }
    return average(now, target, cpu, (MetricSpec.AverageValue) wanted, samples);
  }

  private Proposal utilization(
      Instant now,
      ScaleTarget target,
      String resource,
      MetricSpec metric,
      int percent,
      Map<String, PodSample> samples) {
    List<PodState> pods = target.pods();
    if (pods.isEmpty()) {
      return noPods();
    }
    Optional<String> container = metric.containerName();
    PodAggregate.Utilization aggregate =
        new PodGrouping(resource.equals(MetricSpec.CPU), now, settings)
            .utilization(pods, samples, resource, container, percent);
    if (aggregate.counted() > 0) {
      for (PodState pod : pods) {
        if (pod.request(resource, container).isEmpty()) {
          return withoutRequest(pod, resource, container);
        }
      }
    }
    return ReplicaCalculator.utilization(aggregate, target.specReplicas(), percent, tolerance);
  }

  private Proposal average(
      Instant now,
      ScaleTarget target,
      boolean cpu,
      MetricSpec.AverageValue wanted,
      Map<String, PodSample> samples) {
    if (target.pods().isEmpty()) {
      return noPods();
    }
    PodAggregate.Average aggregate =
        new PodGrouping(cpu, now, settings).average(target.pods(), samples);
    return ReplicaCalculator.average(aggregate, target.specReplicas(), wanted.milli(), tolerance);
  }

  private Proposal shared(
      ScaleTarget target,
      MetricSpec.SharedTarget wanted,
      MetricSpec metric,
      MetricReading reading) {
    if (!(reading instanceof MetricReading.Shared values)) {
      throw mismatch(metric, reading);
    }
    if (wanted instanceof MetricSpec.Value value) {
      return ReplicaCalculator.value(
          values.sum(), target, target.specReplicas(), value.milli(), tolerance);
    }
    long perPod = ((MetricSpec.AverageValue) wanted).milli();
    return ReplicaCalculator.valuePerPod(values.sum(), target.statusReplicas(), perPod, tolerance);
  }

  private static Map<String, PodSample> perPod(MetricSpec metric, MetricReading reading) {
    if (reading instanceof MetricReading.PerPod pods) {
      return pods.byPod();
    }
    throw mismatch(metric, reading);
  }

  private static IllegalArgumentException mismatch(MetricSpec metric, MetricReading reading) {
    return new IllegalArgumentException(
        "reading is a "
            + reading.getClass().getSimpleName()
            + ", expected the kind that a "
            + metric.getClass().getSimpleName()
            + " metric is read as");
  }

  private static Proposal noPods() {
    return new Proposal.Invalid(Cause.NO_PODS, "the selector finds no pod");
  }

  private static Proposal withoutRequest(
      PodState pod, String resource, Optional<String> container) {
    if (container.isPresent() && !pod.hasContainer(container.get())) {
      return new Proposal.Invalid(
          Cause.CONTAINER_NOT_FOUND, "pod " + pod.name() + " has no container " + container.get());
    }
    return new Proposal.Invalid(
        Cause.MISSING_REQUEST,
        "pod " + pod.name() + " or one of its containers has no request for " + resource);
  }
}
