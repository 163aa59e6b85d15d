package io.rlscaler.engine.baseline;

import io.rlscaler.engine.baseline.MetricReading.PodSample;
import io.rlscaler.engine.baseline.PodState.ConditionStatus;
import io.rlscaler.engine.baseline.PodState.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sorts pods by what their metric is worth and sums them up. A readiness that is not True matters
 * for CPU only; a pod that was ready once and is not now still counts, because it may be unready
 * for being overloaded.
 *
 * <p>Source: groupPods in kubernetes/kubernetes,
 * pkg/controller/podautoscaler/replica_calculator.go.
 */
final class PodGrouping {

  private enum Group {
    IGNORED,
    UNREADY,
    MISSING,
    READY
  }

  private final boolean cpu;
  private final Instant now;
  private final HpaControllerSettings settings;

  PodGrouping(boolean cpu, Instant now, HpaControllerSettings settings) {
    this.cpu = cpu;
    this.now = now;
    this.settings = settings;
  }

  /** Sums for a target per pod. */
  PodAggregate.Average average(List<PodState> pods, Map<String, PodSample> samples) {
    int ready = 0;
    int unready = 0;
    int missing = 0;
    int counted = samples.size();
    long usage = 0;
    for (PodSample sample : samples.values()) {
      usage += sample.valueMilli();
    }
    for (PodState pod : pods) {
      PodSample sample = samples.get(pod.name());
      Group group = group(pod, sample);
      switch (group) {
        case READY -> ready++;
        case MISSING -> missing++;
        case UNREADY -> unready++;
        case IGNORED -> {}
      }
      if (group != Group.READY && sample != null) {
        counted--;
        usage -= sample.valueMilli();
      }
    }
    return new PodAggregate.Average(ready, unready, missing, counted, usage);
  }

  /**
   * Sums for a target in percent of the request. A pod without a request adds nothing: callers
   * refuse those first.
   *
   * @param targetPercent scales what missing pods are taken to use
   */
  PodAggregate.Utilization utilization(
      List<PodState> pods,
      Map<String, PodSample> samples,
      String resource,
      Optional<String> container,
      int targetPercent) {
    PodAggregate.Average counts = average(pods, samples);
    long usage = 0;
    long request = 0;
    long missingRequest = 0;
    long missingUsage = 0;
    long unreadyRequest = 0;
    for (PodState pod : pods) {
      PodSample sample = samples.get(pod.name());
      long requested = pod.request(resource, container).orElse(0);
      switch (group(pod, sample)) {
        case READY -> {
          usage += sample == null ? 0 : sample.valueMilli();
          request += requested;
        }
        case MISSING -> {
          missingRequest += requested;
          missingUsage += requested * Math.max(100, targetPercent) / 100;
        }
        case UNREADY -> unreadyRequest += requested;
        case IGNORED -> {}
      }
    }
    return new PodAggregate.Utilization(
        counts.ready(),
        counts.unready(),
        counts.missing(),
        counts.counted(),
        usage,
        request,
        missingRequest,
        missingUsage,
        unreadyRequest);
  }

  private Group group(PodState pod, @Nullable PodSample sample) {
    if (pod.deleting() || pod.phase() == Phase.FAILED) {
      return Group.IGNORED;
    }
    if (pod.phase() == Phase.PENDING) {
      return Group.UNREADY;
    }
    if (sample == null) {
      return Group.MISSING;
    }
    return cpu && isUnready(pod, sample) ? Group.UNREADY : Group.READY;
  }

  private boolean isUnready(PodState pod, PodSample sample) {
    if (pod.ready().isEmpty() || pod.startTime().isEmpty()) {
      return true;
    }
    Instant start = pod.startTime().get();
    Instant transition = pod.ready().get().lastTransition();
    boolean notReady = pod.ready().get().status() == ConditionStatus.FALSE;
    if (start.plus(settings.cpuInitializationPeriod()).isAfter(now)) {
      return notReady || sample.time().isBefore(transition.plus(sample.window()));
    }
    return notReady && start.plus(settings.initialReadinessDelay()).isAfter(transition);
  }
}
