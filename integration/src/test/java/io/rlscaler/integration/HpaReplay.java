package io.rlscaler.integration;

import io.rlscaler.engine.baseline.HpaControllerSettings;
import io.rlscaler.engine.baseline.HpaSpec;
import io.rlscaler.engine.baseline.HpaState;
import io.rlscaler.engine.baseline.MetricReading;
import io.rlscaler.engine.baseline.PodState;
import io.rlscaler.engine.baseline.ReplicaLimiter;
import io.rlscaler.engine.baseline.ScaleTarget;
import io.rlscaler.integration.HpaRecording.Plateau;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An algorithm run on what a real HPA saw.
 *
 * <p>The status of an HPA changes only at a sync that sees or wants something new. The syncs
 * between two changes, which also enter the stabilization windows, are put back at even distances
 * of about the sync period, with what the status said.
 */
final class HpaReplay {
  private static final Duration SYNC_PERIOD = Duration.ofSeconds(2);
  // The syncs that were put back are off by less than this, so a wish may leave a window that much
  // earlier or later than it did for the controller.
  private static final List<Duration> TIME_ERRORS =
      List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(1));

  private final HpaRecording recording;
  private final Algorithm algorithm;
  private final ReplicaLimiter limiter;
  private final HpaState state = new HpaState();

  private HpaReplay(HpaRecording recording, Function<HpaSpec, Algorithm> algorithm) {
    this.recording = recording;
    this.algorithm = algorithm.apply(recording.scenario().spec());
    this.limiter =
        ReplicaLimiter.of(recording.scenario().spec().behavior(), HpaControllerSettings.defaults());
  }

  /** What an autoscaler wants at one sync; it remembers its wish in the state. */
  interface Algorithm {
    int desired(HpaState state, Instant now, ScaleTarget target, MetricReading reading);
  }

  private record Tick(Instant time, HpaSync seen) {}

  /**
   * The plateaus at whose end the algorithm, started at the same count and scaling a workload of
   * its own by nothing but the metric, stands at another count than the real HPA wants.
   */
  static List<String> plateauDifferences(
      HpaRecording recording, Function<HpaSpec, Algorithm> algorithm) {
    return new HpaReplay(recording, algorithm).onItsOwn();
  }

  /** The rescalings for which the algorithm, in the same situation, wants another count. */
  static List<String> rescalingDifferences(
      HpaRecording recording, Function<HpaSpec, Algorithm> algorithm) {
    return new HpaReplay(recording, algorithm).inTheSameSituation();
  }

  private List<String> onItsOwn() {
    List<String> differences = new ArrayList<>();
    List<Tick> ticks = ticks();
    int replicas = recording.scenario().initialReplicas();
    int next = 0;
    for (Plateau plateau : recording.plateaus()) {
      for (; next < ticks.size() && !ticks.get(next).time().isAfter(plateau.end()); next++) {
        Tick tick = ticks.get(next);
        int desired = algorithm.desired(state, tick.time(), target(replicas), reading(tick.seen()));
        limiter.recordScale(state, tick.time().toEpochMilli(), replicas, desired);
        replicas = desired;
      }
      if (replicas != plateau.settled().desired()) {
        differences.add(describe(replicas, plateau.settled()));
      }
    }
    return differences;
  }

  private List<String> inTheSameSituation() {
    List<String> differences = new ArrayList<>();
    for (Tick tick : ticks()) {
      HpaSync seen = tick.seen();
      ScaleTarget target = target(seen.current());
      boolean rescaled = seen.rescaled() && tick.time().equals(seen.time());
      if (rescaled) {
        List<Integer> answers =
            TIME_ERRORS.stream()
                .map(
                    error ->
                        algorithm.desired(
                            state.copy(), tick.time().plus(error), target, reading(seen)))
                .toList();
        if (!answers.contains(seen.desired())) {
          differences.add(describe(answers.get(0), seen));
        }
      }
      algorithm.desired(state, tick.time(), target, reading(seen));
      if (rescaled) {
        limiter.recordScale(state, tick.time().toEpochMilli(), seen.current(), seen.desired());
      }
    }
    return differences;
  }

  private String describe(int replicas, HpaSync seen) {
    return recording.scenario().name()
        + ": "
        + replicas
        + " instead of "
        + seen.desired()
        + " at "
        + seen;
  }

  private List<Tick> ticks() {
    List<Tick> ticks = new ArrayList<>();
    List<HpaSync> syncs = recording.syncs();
    Instant end = recording.plateaus().get(recording.plateaus().size() - 1).end();
    for (int i = 0; i < syncs.size(); i++) {
      HpaSync seen = syncs.get(i);
      ticks.add(new Tick(seen.time(), seen));
      Instant until = i + 1 < syncs.size() ? syncs.get(i + 1).time() : end;
      Duration gap = Duration.between(seen.time(), until);
      long steps = Math.round((double) gap.toMillis() / SYNC_PERIOD.toMillis());
      for (int step = 1; step < steps; step++) {
        ticks.add(new Tick(seen.time().plus(gap.multipliedBy(step).dividedBy(steps)), seen));
      }
    }
    return ticks;
  }

  private static MetricReading reading(HpaSync seen) {
    return seen.usageMilli().isPresent()
        ? new MetricReading.Shared(List.of(seen.usageMilli().getAsLong()))
        : new MetricReading.Failed(seen.scalingActive());
  }

  /** A workload whose pods are all there and ready, as they are a moment after each rescaling. */
  private static ScaleTarget target(int replicas) {
    PodState pod =
        new PodState(
            "pod",
            false,
            PodState.Phase.RUNNING,
            Optional.of(Instant.EPOCH),
            Optional.of(new PodState.Ready(PodState.ConditionStatus.TRUE, Instant.EPOCH)),
            List.of(),
            Optional.empty());
    return new ScaleTarget(
        replicas, replicas, ScaleTarget.Selector.VALID, Collections.nCopies(replicas, pod));
  }
}
