package io.rlscaler.engine.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rlscaler.engine.baseline.LimitedReplicas.Limit;
import io.rlscaler.engine.baseline.LimitedReplicas.Stabilization;
import io.rlscaler.engine.baseline.MetricReading.PodSample;
import io.rlscaler.engine.baseline.MetricReading.Shared;
import io.rlscaler.engine.baseline.MetricSpec.AverageUtilization;
import io.rlscaler.engine.baseline.MetricSpec.AverageValue;
import io.rlscaler.engine.baseline.MetricSpec.Resource;
import io.rlscaler.engine.baseline.MetricSpec.Value;
import io.rlscaler.engine.baseline.PodState.ConditionStatus;
import io.rlscaler.engine.baseline.PodState.Container;
import io.rlscaler.engine.baseline.PodState.Phase;
import io.rlscaler.engine.baseline.PodState.Ready;
import io.rlscaler.engine.baseline.Proposal.Cause;
import io.rlscaler.engine.baseline.Recommendation.Reason;
import io.rlscaler.engine.baseline.ScaleTarget.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HorizontalPodAutoscalerTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant OLD = NOW.minus(Duration.ofHours(1));
  private static final int UNREADABLE = -1;
  private static final MetricSpec CPU = new Resource("cpu", new AverageUtilization(50));

  /** Pods with their CPU samples; names follow the order of addition. */
  private static final class World {
    private final List<PodState> pods = new ArrayList<>();
    private final Map<String, PodSample> samples = new HashMap<>();

    World ready(long... usages) {
      for (long usage : usages) {
        sample(usage);
        pods.add(pod(Phase.RUNNING, false, ConditionStatus.TRUE));
      }
      return this;
    }

    World pending(int count) {
      for (int i = 0; i < count; i++) {
        pods.add(pod(Phase.PENDING, false, ConditionStatus.FALSE));
      }
      return this;
    }

    World missing(int count) {
      for (int i = 0; i < count; i++) {
        pods.add(pod(Phase.RUNNING, false, ConditionStatus.TRUE));
      }
      return this;
    }

    World unready(long... usages) {
      for (long usage : usages) {
        sample(usage);
        pods.add(pod(Phase.RUNNING, false, ConditionStatus.FALSE));
      }
      return this;
    }

    World sampled(long usage, PodState pod) {
      sample(usage);
      pods.add(pod);
      return this;
    }

    World stray(long usage) {
      samples.put("stray-" + samples.size(), new PodSample(usage, NOW, Duration.ofMinutes(1)));
      return this;
    }

    PodState pod(Phase phase, boolean deleting, ConditionStatus ready) {
      return HorizontalPodAutoscalerTest.pod(nextName(), phase, deleting, ready);
    }

    String nextName() {
      return "pod-" + pods.size();
    }

    ScaleTarget target(int replicas) {
      return new ScaleTarget(replicas, pods.size(), Selector.VALID, pods);
    }

    MetricReading reading() {
      return new MetricReading.PerPod(samples);
    }

    private void sample(long usage) {
      samples.put(nextName(), new PodSample(usage, NOW, Duration.ofMinutes(1)));
    }
  }

  // ---- grouping ----

  @Test
  void deletedAndFailedPodsAreIgnoredWithTheirMetrics() {
    World world = new World().ready(600, 600);
    world.sampled(9000, world.pod(Phase.RUNNING, true, ConditionStatus.TRUE));
    world.sampled(9000, world.pod(Phase.FAILED, false, ConditionStatus.TRUE));

    assertThat(proposal(CPU, 2, world)).isEqualTo(new Proposal.Valid(3, 60, 600));
  }

  @Test
  void readinessOfRunningPodsMattersForCpuOnly() {
    World world = new World().ready(900, 900).unready(900);
    MetricSpec memory = new Resource("memory", new AverageUtilization(50));
    MetricSpec custom = new MetricSpec.Pods("qps", new AverageValue(500));

    assertThat(proposal(CPU, 3, world)).isEqualTo(new Proposal.Valid(4, 90, 900));
    assertThat(proposal(memory, 3, world)).isEqualTo(new Proposal.Valid(6, 90, 900));
    assertThat(proposal(custom, 3, world)).isEqualTo(new Proposal.Valid(6, 900, 900));
  }

  @Test
  void pendingPodsAreUnreadyForEveryMetric() {
    World world = new World().ready(900, 900).pending(1);
    MetricSpec custom = new MetricSpec.Pods("qps", new AverageValue(500));

    assertThat(proposal(CPU, 3, world)).isEqualTo(new Proposal.Valid(4, 90, 900));
    assertThat(proposal(custom, 3, world)).isEqualTo(new Proposal.Valid(4, 900, 900));
  }

  @Test
  void aPodWhoseReadinessIsUnknownOrThatSucceededCountsAsReady() {
    World world = new World().ready(600);
    world.sampled(600, world.pod(Phase.RUNNING, false, ConditionStatus.UNKNOWN));
    world.sampled(600, world.pod(Phase.SUCCEEDED, false, ConditionStatus.TRUE));

    assertThat(proposal(CPU, 3, world)).isEqualTo(new Proposal.Valid(4, 60, 600));
  }

  @Test
  void aPodWithoutReadyConditionOrStartTimeIsUnreadyForCpu() {
    World world = new World().ready(800, 800);
    PodState whole = world.pod(Phase.RUNNING, false, ConditionStatus.TRUE);
    world.sampled(800, with(whole, Optional.empty(), whole.ready()));
    PodState second = world.pod(Phase.RUNNING, false, ConditionStatus.TRUE);
    world.sampled(800, with(second, second.startTime(), Optional.empty()));

    assertThat(proposal(CPU, 4, world)).isEqualTo(new Proposal.Valid(4, 80, 800));
  }

  @ParameterizedTest
  @CsvSource({
    // seconds since start and since the last transition, status, seconds since the sample; counted
    "299, 200, FALSE, 0, false", // young and not ready
    "299, 200, TRUE, 0, true", // young, ready, a whole window of 60 s since
    "299, 60, TRUE, 0, true", // exactly one window since
    "299, 59, TRUE, 0, false", // less than a window since
    "299, 100, TRUE, 41, false", // the sample ended too early
    "300, 10, TRUE, 0, true", // no longer young: the window does not matter
    "600, 570, FALSE, 0, true", // unready exactly 30 s after its start: was ready before
    "600, 571, FALSE, 0, false", // unready 29 s after its start: never was ready
    "600, 571, TRUE, 0, true",
    "600, 571, UNKNOWN, 0, true"
  })
  void cpuOfAPodCountsByAgeReadinessAndWindow(
      int age, int sinceTransition, ConditionStatus status, int sampleAge, boolean counted) {
    PodState pod =
        with(
            pod("pod", Phase.RUNNING, false, status),
            Optional.of(NOW.minusSeconds(age)),
            Optional.of(new Ready(status, NOW.minusSeconds(sinceTransition))));
    PodSample sample = new PodSample(800, NOW.minusSeconds(sampleAge), Duration.ofSeconds(60));

    PodAggregate.Average sums =
        new PodGrouping(true, NOW, HpaControllerSettings.defaults())
            .average(List.of(pod), Map.of("pod", sample));

    assertThat(sums)
        .isEqualTo(
            counted
                ? new PodAggregate.Average(1, 0, 0, 1, 800)
                : new PodAggregate.Average(0, 1, 0, 0, 0));
  }

  @Test
  void nothingLeftToCountIsAnError() {
    assertThat(invalid(proposal(CPU, 2, new World().unready(800, 800))))
        .isEqualTo(Cause.NO_METRICS_FOR_TARGETED_PODS);
    assertThat(invalid(proposal(CPU, 2, new World()))).isEqualTo(Cause.NO_PODS);
  }

  // ---- requests ----

  @Test
  void requestsAreSummedOverTheContainers() {
    PodState pod = withContainers(container("a", 600), container("sidecar", 400));
    World world = new World().sampled(800, pod);

    assertThat(proposal(CPU, 1, world)).isEqualTo(new Proposal.Valid(2, 80, 800));
  }

  @Test
  void aContainerMetricUsesTheRequestOfThatContainerOnly() {
    PodState pod = withContainers(container("a", 600), new Container("sidecar", Map.of()));
    World world = new World().sampled(480, pod);
    MetricSpec metric = new MetricSpec.ContainerResource("cpu", "a", new AverageUtilization(50));
    MetricSpec unknown = new MetricSpec.ContainerResource("cpu", "b", new AverageUtilization(50));
    MetricSpec plain = new MetricSpec.ContainerResource("cpu", "a", new AverageValue(240));

    assertThat(proposal(metric, 1, world)).isEqualTo(new Proposal.Valid(2, 80, 480));
    assertThat(proposal(plain, 1, world)).isEqualTo(new Proposal.Valid(2, 480, 480));
    assertThat(invalid(proposal(unknown, 1, world))).isEqualTo(Cause.CONTAINER_NOT_FOUND);
  }

  @Test
  void oneMissingRequestIsAnErrorEvenOnAnIgnoredPod() {
    World world = new World().ready(800);
    PodState failed = world.pod(Phase.FAILED, false, ConditionStatus.FALSE);
    world.pods.add(
        new PodState(
            failed.name(),
            false,
            Phase.FAILED,
            failed.startTime(),
            failed.ready(),
            List.of(new Container("main", Map.of())),
            Optional.empty()));

    assertThat(invalid(proposal(CPU, 1, world))).isEqualTo(Cause.MISSING_REQUEST);
  }

  @Test
  void podLevelRequestsGoFirstUnlessAContainerIsNamed() {
    PodState containers = withContainers(container("a", 600));
    PodState pod =
        new PodState(
            containers.name(),
            false,
            Phase.RUNNING,
            containers.startTime(),
            containers.ready(),
            containers.containers(),
            Optional.of(Map.of("cpu", 2000L)));
    World world = new World().sampled(600, pod);
    MetricSpec container = new MetricSpec.ContainerResource("cpu", "a", new AverageUtilization(50));
    MetricSpec memory = new Resource("memory", new AverageUtilization(50));

    assertThat(proposal(CPU, 1, world)).isEqualTo(new Proposal.Valid(1, 30, 600));
    assertThat(proposal(container, 1, world)).isEqualTo(new Proposal.Valid(2, 100, 600));
    assertThat(invalid(proposal(memory, 1, world))).isEqualTo(Cause.MISSING_REQUEST);
  }

  @Test
  void requestsThatSumToNothingAreAnError() {
    assertThat(invalid(proposal(CPU, 1, new World().sampled(5, withContainers(container("a", 0))))))
        .isEqualTo(Cause.NO_MATCHING_METRICS);
    assertThat(invalid(proposal(CPU, 1, new World().missing(1).stray(5))))
        .isEqualTo(Cause.NO_MATCHING_METRICS);
  }

  // ---- proposals ----

  @Test
  void utilizationIsTruncatedToWholePercentBeforeTheRatio() {
    // 55.9 % is 55 %, a ratio of 1.1, and inside the tolerance of 10 %
    assertThat(proposal(CPU, 2, new World().ready(559, 559)))
        .isEqualTo(new Proposal.Valid(2, 55, 559));
  }

  @Test
  void averagesAreTruncatedToWholeThousandthsBeforeTheRatio() {
    MetricSpec metric = new MetricSpec.Pods("qps", new AverageValue(10));

    // 23/2 is 11: a ratio of 1.1 instead of 1.15
    assertThat(proposal(metric, 2, new World().ready(11, 12)))
        .isEqualTo(new Proposal.Valid(2, 11, 11));
  }

  @Test
  void onAScaleDownMissingPodsUseTheirWholeRequest() {
    // (300 + 300 + 1000) / 3 is 53 %: above the target, so the direction would turn
    assertThat(proposal(CPU, 3, new World().ready(300, 300).missing(1)))
        .isEqualTo(new Proposal.Valid(3, 30, 300));
    // (4 * 50 + 1000) / 5 is 24 %: ceil(0.48 * 5)
    assertThat(proposal(CPU, 5, new World().ready(50, 50, 50, 50).missing(1)))
        .isEqualTo(new Proposal.Valid(3, 5, 50));
  }

  @Test
  void onAScaleDownMissingPodsUseTheTargetIfThatIsAbove100Percent() {
    MetricSpec metric = new Resource("cpu", new AverageUtilization(200));

    // (4 * 400 + 2000) / 5 is 72 %: ceil(0.36 * 5)
    assertThat(proposal(metric, 5, new World().ready(400, 400, 400, 400).missing(1)))
        .isEqualTo(new Proposal.Valid(2, 40, 400));
  }

  @Test
  void onAScaleDownMissingPodsHaveTheTargetOfAPlainMetric() {
    MetricSpec metric = new MetricSpec.Pods("qps", new AverageValue(500));

    // (4 * 50 + 500) / 5 is 140: ceil(0.28 * 5)
    assertThat(proposal(metric, 5, new World().ready(50, 50, 50, 50).missing(1)))
        .isEqualTo(new Proposal.Valid(2, 50, 50));
  }

  @Test
  void onAScaleUpMissingAndUnreadyPodsUseNothing() {
    // 3 * 1000 / 5 is 60 %: ceil(1.2 * 5)
    World world = new World().ready(1000, 1000, 1000).missing(1).unready(1000);

    assertThat(proposal(CPU, 5, world)).isEqualTo(new Proposal.Valid(6, 100, 1000));
  }

  @Test
  void atTheTargetMissingPodsAreLeftOut() {
    assertThat(proposal(CPU, 3, new World().ready(500, 500).missing(1)))
        .isEqualTo(new Proposal.Valid(3, 50, 500));
  }

  @Test
  void surgePodsMultiplyTheRatioButMayNotTurnTheDirection() {
    assertThat(proposal(CPU, 4, new World().ready(600, 600, 600, 600, 600)))
        .isEqualTo(new Proposal.Valid(6, 60, 600));
    // 40 % over seven pods: ceil(0.8 * 7) is above the 4 of the spec, and taken as there is
    // neither an unready nor a missing pod
    assertThat(proposal(CPU, 4, new World().ready(400, 400, 400, 400, 400, 400, 400)))
        .isEqualTo(new Proposal.Valid(6, 40, 400));
    // (6 * 300 + 1000) / 7 is 40 %: 6 again, but it would be a raise and a pod is missing
    assertThat(proposal(CPU, 4, new World().ready(300, 300, 300, 300, 300, 300).missing(1)))
        .isEqualTo(new Proposal.Valid(4, 30, 300));
  }

  @Test
  void aMetricOfAPodOutsideTheSelectorCountsForAveragesAndForTheEnlargedCount() {
    MetricSpec plain = new MetricSpec.Pods("qps", new AverageValue(500));

    assertThat(proposal(plain, 1, new World().ready(400).stray(1600)))
        .isEqualTo(new Proposal.Valid(2, 1000, 1000));
    // utilization skips it, yet ceil(75 / 50 * (2 ready + 1 stray)) and not times 2
    assertThat(proposal(CPU, 2, new World().ready(1500).pending(1).stray(9000)))
        .isEqualTo(new Proposal.Valid(5, 150, 1500));
  }

  // ---- shared metrics ----

  @Test
  void externalValueScalesReadyPodsSoThatUnreadyOnesShrinkTheAnswer() {
    World world = new World().ready(0).unready(0, 0);

    assertThat(shared(external(new Value(4400)), world.target(3), 8600))
        .isEqualTo(new Proposal.Valid(2, 8600, 8600));
  }

  @Test
  void aValueWithinToleranceKeepsTheSpecAndAsksNoPod() {
    ScaleTarget noPods = new World().target(3);

    assertThat(shared(object(new Value(1000)), noPods, 1100))
        .isEqualTo(new Proposal.Valid(3, 1100, 1100));
    assertThat(invalid(shared(object(new Value(1000)), noPods, 1101))).isEqualTo(Cause.NO_PODS);
  }

  @Test
  void aValueWakesAtNoReplicasWithoutToleranceAndWithoutPods() {
    assertThat(shared(object(new Value(1000)), new World().target(0), 1001))
        .isEqualTo(new Proposal.Valid(2, 1001, 1001));
    assertThat(shared(object(new Value(1000)), new World().target(0), 0))
        .isEqualTo(new Proposal.Valid(0, 0, 0));
  }

  @Test
  void aSharedMetricPerPodGoesByTheReplicasThatExist() {
    World world = new World().ready(0, 0, 0);

    assertThat(shared(external(new AverageValue(1000)), world.target(7), 8600))
        .isEqualTo(new Proposal.Valid(9, 2867, 2867));
    assertThat(shared(object(new AverageValue(1000)), world.target(7), 3300))
        .isEqualTo(new Proposal.Valid(3, 1100, 1100));
  }

  @Test
  void aSharedMetricPerPodWithoutExistingReplicasIsOutsideEveryTolerance() {
    ScaleTarget none = new World().target(1);

    assertThat(shared(external(new AverageValue(1000)), none, 8600))
        .isEqualTo(new Proposal.Valid(9, Long.MAX_VALUE, Long.MAX_VALUE));
    assertThat(shared(external(new AverageValue(1000)), none, 0))
        .isEqualTo(new Proposal.Valid(0, 0, 0));
  }

  @Test
  void externalSeriesAreAddedAndSaturate() {
    World world = new World().ready(0);

    assertThat(shared(external(new AverageValue(1000)), world.target(1), 4000, 4600))
        .isEqualTo(new Proposal.Valid(9, 8600, 8600));
    assertThat(shared(external(new Value(1)), world.target(1), Long.MAX_VALUE, Long.MAX_VALUE, 7))
        .isEqualTo(new Proposal.Valid(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
  }

  // ---- several metrics ----

  @Test
  void theLargestProposalOfSeveralMetricsWins() {
    assertThat(recommend(3, 1000, 3000, 2000))
        .extracting(Recommendation::proposed, Recommendation::leadingMetric)
        .containsExactly(9, OptionalInt.of(1));
  }

  @Test
  void oneInvalidMetricForbidsScalingDown() {
    Proposal.Invalid failed = new Proposal.Invalid(Cause.READ_FAILED, "no answer");

    assertThat(recommend(3, 500, UNREADABLE))
        .isEqualTo(
            Recommendation.withoutMetrics(
                3,
                3,
                Reason.METRICS_UNAVAILABLE,
                List.of(new Proposal.Valid(2, 500, 500), failed),
                Optional.of(failed)));
  }

  @Test
  void oneInvalidMetricDoesNotForbidScalingUpAndIsStillReported() {
    Proposal.Invalid failed = new Proposal.Invalid(Cause.READ_FAILED, "no answer");

    assertThat(recommend(3, UNREADABLE, 1500))
        .isEqualTo(
            new Recommendation(
                3,
                5,
                5,
                Reason.VALID_METRIC_FOUND,
                Stabilization.NONE,
                Limit.NONE,
                OptionalInt.of(1),
                List.of(failed, new Proposal.Valid(5, 1500, 1500)),
                Optional.of(failed)));
  }

  @Test
  void onlyInvalidMetricsKeepTheCountAndAreNotRemembered() {
    HpaState state = new HpaState();
    HorizontalPodAutoscaler autoscaler = autoscaler(CPU);

    Recommendation recommendation =
        autoscaler.recommend(state, NOW, new World().target(5), List.of(new World().reading()));

    assertThat(recommendation.reason()).isEqualTo(Reason.METRICS_UNAVAILABLE);
    assertThat(recommendation.rescale()).isFalse();
    assertThat(state.snapshot().recommendations())
        .containsExactly(new HpaState.TimedCount(NOW.toEpochMilli(), 5));
  }

  // ---- reconciliation ----

  @ParameterizedTest
  @CsvSource({"0, 0, SCALING_DISABLED", "101, 100, ABOVE_MAX", "1, 2, BELOW_MIN"})
  void aCountOutsideTheRangeIsSettledBeforeTheSelectorIsLookedAt(
      int current, int desired, Reason reason) {
    HpaSpec spec = new HpaSpec(2, 100, List.of(CPU), Optional.empty());
    ScaleTarget target = new ScaleTarget(current, current, Selector.INVALID, List.of());

    assertThat(
            new HorizontalPodAutoscaler(spec, HpaControllerSettings.defaults())
                .recommend(new HpaState(), NOW, target, List.of(new World().reading())))
        .isEqualTo(
            Recommendation.withoutMetrics(current, desired, reason, List.of(), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"INVALID, INVALID_SELECTOR", "AMBIGUOUS, AMBIGUOUS_SELECTOR"})
  void withoutAUsableSelectorTheCountStays(Selector selector, Reason reason) {
    ScaleTarget target = new ScaleTarget(5, 5, selector, List.of());

    assertThat(
            autoscaler(CPU).recommend(new HpaState(), NOW, target, List.of(new World().reading())))
        .isEqualTo(Recommendation.withoutMetrics(5, 5, reason, List.of(), Optional.empty()));
  }

  @Test
  void aSharedMetricMayScaleToAndFromNoReplicas() {
    HpaSpec spec = new HpaSpec(0, 100, List.of(object(new Value(1000))), Optional.empty());
    HorizontalPodAutoscaler autoscaler =
        new HorizontalPodAutoscaler(spec, HpaControllerSettings.defaults());
    HpaState state = new HpaState();

    assertThat(
            autoscaler
                .recommend(state, NOW, new World().target(0), List.of(new Shared(List.of(2500L))))
                .desired())
        .isEqualTo(3);
    Instant later = NOW.plusSeconds(301);
    assertThat(
            autoscaler
                .recommend(
                    state, later, new World().ready(0).target(1), List.of(new Shared(List.of(0L))))
                .desired())
        .isZero();
  }

  @Test
  void scaleEventsOfASpecWithBehaviorLimitTheNextRaise() {
    HpaSpec spec = new HpaSpec(1, 100, List.of(CPU), Optional.of(ScalingBehavior.unset()));
    HorizontalPodAutoscaler autoscaler =
        new HorizontalPodAutoscaler(spec, HpaControllerSettings.defaults());
    HpaState state = new HpaState();
    autoscaler.recordScale(state, NOW.minusSeconds(5), 1, 5);
    World world = new World().ready(900, 900, 900, 900, 900);

    assertThat(
            autoscaler.recommend(state, NOW, world.target(5), List.of(world.reading())).desired())
        .isEqualTo(5);
  }

  @Test
  void aSpecWithoutMetricsAims80PercentCpu() {
    assertThat(new HpaSpec(1, 2, List.of(), Optional.empty()).metrics())
        .containsExactly(new Resource("cpu", new AverageUtilization(80)));
  }

  @Test
  void readingsThatDoNotFitTheMetricsAreRefused() {
    World world = new World().ready(500);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> autoscaler(CPU).recommend(new HpaState(), NOW, world.target(1), List.of()))
        .withMessage("0 readings, expected 1, one per metric");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shared(CPU, world.target(1), 5))
        .withMessage("reading is a Shared, expected the kind that a Resource metric is read as");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> proposal(external(new Value(1)), 1, world))
        .withMessage("reading is a PerPod, expected the kind that a External metric is read as");
  }

  // ---- construction ----

  private static Recommendation recommend(int current, int... averages) {
    List<MetricSpec> metrics = new ArrayList<>();
    List<MetricReading> readings = new ArrayList<>();
    World pods = new World().ready(new long[current]);
    for (int average : averages) {
      metrics.add(new MetricSpec.Pods("metric", new AverageValue(1000)));
      long[] usages = new long[current];
      Arrays.fill(usages, Math.max(0, average));
      readings.add(
          average == UNREADABLE
              ? new MetricReading.Failed("no answer")
              : new World().ready(usages).reading());
    }
    HpaSpec spec = new HpaSpec(1, 100, metrics, Optional.of(ScalingBehavior.unset()));
    return new HorizontalPodAutoscaler(spec, HpaControllerSettings.defaults())
        .recommend(new HpaState(), NOW, pods.target(current), readings);
  }

  private static Proposal proposal(MetricSpec metric, int current, World world) {
    return proposal(metric, world.target(current), world.reading());
  }

  private static Proposal shared(MetricSpec metric, ScaleTarget target, long... series) {
    return proposal(metric, target, new Shared(Arrays.stream(series).boxed().toList()));
  }

  private static Proposal proposal(MetricSpec metric, ScaleTarget target, MetricReading reading) {
    return autoscaler(metric)
        .recommend(new HpaState(), NOW, target, List.of(reading))
        .proposals()
        .get(0);
  }

  private static HorizontalPodAutoscaler autoscaler(MetricSpec metric) {
    int min = metric instanceof Resource || metric instanceof MetricSpec.Pods ? 1 : 0;
    if (metric instanceof MetricSpec.ContainerResource) {
      min = 1;
    }
    return new HorizontalPodAutoscaler(
        new HpaSpec(min, 1000, List.of(metric), Optional.empty()),
        HpaControllerSettings.defaults());
  }

  private static Cause invalid(Proposal proposal) {
    return ((Proposal.Invalid) proposal).cause();
  }

  private static MetricSpec external(MetricSpec.SharedTarget target) {
    return new MetricSpec.External("queue", target);
  }

  private static MetricSpec object(MetricSpec.SharedTarget target) {
    return new MetricSpec.ObjectMetric("requests", target);
  }

  private static Container container(String name, long request) {
    return new Container(name, Map.of("cpu", request, "memory", request));
  }

  private static PodState withContainers(Container... containers) {
    return new PodState(
        "pod-0",
        false,
        Phase.RUNNING,
        Optional.of(OLD),
        Optional.of(new Ready(ConditionStatus.TRUE, OLD)),
        List.of(containers),
        Optional.empty());
  }

  private static PodState with(PodState pod, Optional<Instant> start, Optional<Ready> ready) {
    return new PodState(
        pod.name(), false, pod.phase(), start, ready, pod.containers(), Optional.empty());
  }

  private static PodState pod(String name, Phase phase, boolean deleting, ConditionStatus ready) {
    return new PodState(
        name,
        deleting,
        phase,
        Optional.of(OLD),
        Optional.of(new Ready(ready, OLD)),
        List.of(container("main", 1000)),
        Optional.empty());
  }
}
