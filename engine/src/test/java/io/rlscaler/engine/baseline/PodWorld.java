package io.rlscaler.engine.baseline;

import io.rlscaler.engine.baseline.MetricReading.PodSample;
import io.rlscaler.engine.baseline.PodState.ConditionStatus;
import io.rlscaler.engine.baseline.PodState.Container;
import io.rlscaler.engine.baseline.PodState.Phase;
import io.rlscaler.engine.baseline.PodState.Ready;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ready pods that all use the same amount of one core each, and pending pods. */
final class PodWorld {

  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final List<PodState> pods = new ArrayList<>();
  private final Map<String, PodSample> samples = new HashMap<>();

  PodWorld(int ready, int pending, long usageMilli) {
    for (int i = 0; i < ready + pending; i++) {
      boolean running = i < ready;
      Instant start = NOW.minus(Duration.ofHours(1));
      pods.add(
          new PodState(
              "pod-" + i,
              false,
              running ? Phase.RUNNING : Phase.PENDING,
              Optional.of(start),
              Optional.of(new Ready(running ? ConditionStatus.TRUE : ConditionStatus.FALSE, start)),
              List.of(new Container("main", Map.of("cpu", 1000L))),
              Optional.empty()));
      if (running) {
        samples.put("pod-" + i, new PodSample(usageMilli, NOW, Duration.ofMinutes(1)));
      }
    }
  }

  ScaleTarget target(int specReplicas) {
    return new ScaleTarget(specReplicas, pods.size(), ScaleTarget.Selector.VALID, pods);
  }

  MetricReading reading() {
    return new MetricReading.PerPod(samples);
  }
}
