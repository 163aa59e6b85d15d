package io.rlscaler.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.rlscaler.engine.baseline.HpaSpec;
import io.rlscaler.integration.HpaRecording.Kind;
import io.rlscaler.integration.HpaRecording.Plateau;
import io.rlscaler.integration.HpaReplay.Algorithm;
import io.rlscaler.integration.PrometheusAdapter.ExternalMetric;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The real HPA controller, reading a real Prometheus through prometheus-adapter, against the
 * algorithm of the engine. The controller runs once, on all scenarios side by side; the algorithm
 * and wrong versions of it then run on the recording.
 */
@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealHpaComparisonTest {
  private static final Duration HELD = Duration.ofSeconds(20);
  // Two syncs and a half without a change.
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final InstantSource clock = InstantSource.system();
  private List<HpaRecording> recordings = List.of();

  @BeforeAll
  void record(ControlPlane plane) throws IOException {
    Assumptions.assumeTrue(PrometheusServer.isInstalled(), "no program 'prometheus' on the PATH");
    List<HpaScenario> scenarios = HpaScenario.all();
    String namespace = ClusterFixtures.createNamespace(plane.admin());
    List<ExternalMetric> metrics =
        scenarios.stream().map(HpaScenario::metricName).map(RealHpaComparisonTest::metric).toList();
    try (MetricsPage page = new MetricsPage();
        PrometheusServer prometheus = PrometheusServer.start(List.of(page.uri()));
        PrometheusAdapter adapter = PrometheusAdapter.start(plane, prometheus, metrics);
        HpaRecorder recorder = new HpaRecorder(plane.admin(), namespace, clock)) {
      page.show(values(scenarios, 0));
      createDeployments(plane.admin(), namespace, scenarios);
      awaitMetrics(plane.admin(), namespace, scenarios);
      for (HpaScenario scenario : scenarios) {
        plane.admin().resource(HpaManifest.of(namespace, scenario)).create();
      }
      recordings = play(scenarios, page, adapter, recorder);
    }
    plane.admin().namespaces().withName(namespace).delete();
  }

  @Test
  void theRealControllerAndTheAlgorithmWantTheSameOnEveryPlateau(TestReporter reporter) {
    reporter.publishEntry("plateaus", table());

    assertThat(differences(HpaReplay::plateauDifferences, HpaVariants::right)).isEmpty();
  }

  @Test
  void theRealControllerAndTheAlgorithmWantTheSameAtEveryRescaling() {
    assertThat(recordings.stream().flatMap(made -> made.syncs().stream()))
        .filteredOn(HpaSync::rescaled)
        .hasSizeGreaterThanOrEqualTo(20);
    assertThat(differences(HpaReplay::rescalingDifferences, HpaVariants::right)).isEmpty();
  }

  @Test
  void thePlateausAreOfAllKinds() {
    assertThat(recordings.stream().mapToInt(made -> made.plateaus().size()).sum())
        .isGreaterThanOrEqualTo(30);
    assertThat(count(Kind.UP)).as("up").isGreaterThanOrEqualTo(8);
    assertThat(count(Kind.DOWN)).as("down").isGreaterThanOrEqualTo(8);
    assertThat(count(Kind.INSIDE_TOLERANCE)).as("inside tolerance").isGreaterThanOrEqualTo(4);
    assertThat(count(Kind.RATE_LIMITED)).as("rate limited").isGreaterThanOrEqualTo(4);
    assertThat(count(Kind.ABOVE_MAX)).as("above max").isGreaterThanOrEqualTo(3);
    assertThat(count(Kind.UNAVAILABLE)).as("unavailable").isEqualTo(recordings.size());
  }

  @Test
  void aWrongRoundingIsNoticed(TestReporter reporter) {
    List<String> plateaus = differences(HpaReplay::plateauDifferences, HpaVariants::roundingDown);
    List<String> rescalings =
        differences(HpaReplay::rescalingDifferences, HpaVariants::roundingDown);
    reporter.publishEntry(
        "differences when rounding down",
        plateaus.size() + " plateaus, " + rescalings.size() + " rescalings");

    assertThat(plateaus).hasSizeGreaterThanOrEqualTo(8);
    assertThat(rescalings).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void aMissingToleranceIsNoticed() {
    assertThat(differences(HpaReplay::plateauDifferences, HpaVariants::withoutTolerance))
        .isNotEmpty();
  }

  @Test
  void missingRateLimitsAreNoticed() {
    assertThat(differences(HpaReplay::plateauDifferences, HpaVariants::withoutPolicies))
        .isNotEmpty();
  }

  private List<HpaRecording> play(
      List<HpaScenario> scenarios, MetricsPage page, PrometheusAdapter adapter, HpaRecorder seen) {
    Map<String, List<Plateau>> plateaus = new HashMap<>();
    int last = scenarios.get(0).values().size() - 1;
    for (int i = 0; i <= last; i++) {
      if (i == last) {
        adapter.stop();
      }
      page.show(values(scenarios, i));
      Instant end = awaitSettled(scenarios, seen, i, i < last);
      for (HpaScenario scenario : scenarios) {
        List<Plateau> own = plateaus.computeIfAbsent(scenario.name(), name -> new ArrayList<>());
        int before = i == 0 ? scenario.initialReplicas() : own.get(i - 1).settled().desired();
        own.add(new Plateau(scenario.values().get(i), before, end, latest(seen, scenario).get()));
      }
    }
    return scenarios.stream()
        .map(
            scenario ->
                new HpaRecording(
                    scenario,
                    seen.syncs(HpaManifest.deployment(scenario)),
                    plateaus.getOrDefault(scenario.name(), List.of())))
        .toList();
  }

  private Instant awaitSettled(
      List<HpaScenario> scenarios, HpaRecorder seen, int index, boolean available) {
    Instant start = clock.instant();
    Awaitility.await("all HPAs settled on value " + index)
        .atMost(LIMIT)
        .pollDelay(HELD)
        .until(
            () ->
                scenarios.stream()
                    .allMatch(
                        scenario ->
                            latest(seen, scenario)
                                .filter(
                                    sync ->
                                        available
                                            ? sees(sync, scenario.values().get(index))
                                            : sync.usageMilli().isEmpty())
                                .filter(this::isQuiet)
                                .isPresent()));
    Instant end = clock.instant();
    assertThat(Duration.between(start, end)).isGreaterThanOrEqualTo(HELD);
    return end;
  }

  private static Optional<HpaSync> latest(HpaRecorder seen, HpaScenario scenario) {
    List<HpaSync> syncs = seen.syncs(HpaManifest.deployment(scenario));
    return syncs.isEmpty() ? Optional.empty() : Optional.of(syncs.get(syncs.size() - 1));
  }

  private boolean isQuiet(HpaSync sync) {
    return !sync.rescaled() && sync.time().plus(QUIET).isBefore(clock.instant());
  }

  private static boolean sees(HpaSync sync, double value) {
    long excess = sync.usageMilli().orElse(Long.MIN_VALUE) - Math.round(1000 * value);
    return excess >= 0 && excess < sync.current();
  }

  private static ExternalMetric metric(String name) {
    return new ExternalMetric(
        name, "{__name__=\"" + name + "\"}", "sum(" + name + "{<<.LabelMatchers>>})");
  }

  private static Map<String, Double> values(List<HpaScenario> scenarios, int index) {
    return scenarios.stream()
        .collect(
            Collectors.toMap(HpaScenario::metricName, scenario -> scenario.values().get(index)));
  }

  private static void createDeployments(
      KubernetesClient client, String namespace, List<HpaScenario> scenarios) {
    for (HpaScenario scenario : scenarios) {
      ClusterFixtures.createDeployment(
          client,
          namespace,
          HpaManifest.deployment(scenario),
          scenario.initialReplicas(),
          Duration.ZERO);
    }
    for (HpaScenario scenario : scenarios) {
      ClusterFixtures.awaitReadyReplicas(
          client, namespace, HpaManifest.deployment(scenario), scenario.initialReplicas(), LIMIT);
    }
  }

  private static void awaitMetrics(
      KubernetesClient client, String namespace, List<HpaScenario> scenarios) {
    for (HpaScenario scenario : scenarios) {
      String path =
          "/apis/external.metrics.k8s.io/v1beta1/namespaces/"
              + namespace
              + "/"
              + scenario.metricName();
      Awaitility.await(path)
          .atMost(LIMIT)
          .ignoreExceptions()
          .until(() -> client.raw(path), answer -> answer.contains("\"value\""));
    }
  }

  private List<String> differences(
      BiFunction<HpaRecording, Function<HpaSpec, Algorithm>, List<String>> comparison,
      Function<HpaSpec, Algorithm> algorithm) {
    return recordings.stream()
        .flatMap(recording -> comparison.apply(recording, algorithm).stream())
        .toList();
  }

  private long count(Kind kind) {
    return recordings.stream()
        .mapToLong(
            recording ->
                recording.plateaus().stream()
                    .filter(plateau -> recording.is(plateau, kind))
                    .count())
        .sum();
  }

  private String table() {
    return recordings.stream()
        .flatMap(
            recording ->
                recording.plateaus().stream()
                    .map(
                        plateau ->
                            "%s %s: %d -> %d %s"
                                .formatted(
                                    recording.scenario().name(),
                                    plateau.value(),
                                    plateau.before(),
                                    plateau.settled().desired(),
                                    Arrays.stream(Kind.values())
                                        .filter(kind -> recording.is(plateau, kind))
                                        .toList())))
        .collect(Collectors.joining("\n", "\n", ""));
  }
}
