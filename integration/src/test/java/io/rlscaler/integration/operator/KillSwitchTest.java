package io.rlscaler.integration.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rlscaler.crds.Condition;
import io.rlscaler.integration.AuditLog.Mutation;
import io.rlscaler.integration.ControlPlane;
import io.rlscaler.integration.ControlPlaneExtension;
import io.rlscaler.integration.OperatorProcess;
import io.rlscaler.integration.OperatorSettings;
import io.rlscaler.integration.service.ArrivalRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kill switch over a policy that keeps three times the load while the baseline keeps 1.25 times
 * the load: on traffic between 65 and 95 requests/s at 20 requests/s and replica the one asks for
 * {@value #LEAST_LEARNED} replicas or more and the other settles at {@value #MOST_BASELINE} or
 * fewer, so that each accepted write of a replica count tells who made it.
 */
@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class KillSwitchTest {
  private static final String SWITCH = "rlscaler.io/kill-switch";
  private static final String LEARNED = "margin: \"1.0\"";
  private static final ArrivalRate TRAFFIC =
      elapsed -> 80 + 15 * Math.sin(elapsed.toMillis() / 2000.0);
  private static final int MOST_BASELINE = 8;
  private static final int LEAST_LEARNED = 12;
  private static final int LEAST_DIFFERENCE = 3;
  private static final int LEARNED_TICKS = 5;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** One period of the source, and as much again twice for a busy machine's watch and tick. */
  private static final Duration EFFECT = Duration.ofSeconds(3);

  private static final Duration LATCH = Duration.ofMinutes(5);

  @Test
  void takesEffectOnTheScalerAndOnItsNamespaceAndWritesNothingInShadow(ControlPlane plane) {
    try (Scenario scenario = Scenario.start(plane)) {
      List<String> active = List.of("handed", "frozen", "garbled", "common");
      active.parallelStream().forEach(name -> scaler(scenario, name, "Active"));
      scaler(scenario, "shadow", "Shadow");
      OperatorProcess operator = scenario.operator("scopes");
      active.forEach(name -> awaitLearned(scenario, operator, name));

      Instant pulled = pull(scenario, "handed", "baseline");
      Instant seen = awaitSwitch(scenario, operator, "handed", "KillSwitchBaseline", pulled);
      pulled = pull(scenario, "frozen", "freeze");
      Instant frozen = awaitSwitch(scenario, operator, "frozen", "KillSwitchFreeze", pulled);
      pulled = pull(scenario, "garbled", "stop everything");
      Instant garbled = awaitSwitch(scenario, operator, "garbled", "KillSwitchFreeze", pulled);
      awaitBaseline(scenario, "handed");
      assertThat(reason(newest(scenario, operator, "common"))).startsWith("Policy");
      pulled = pullNamespace(scenario, "baseline");
      Instant common = awaitSwitch(scenario, operator, "common", "KillSwitchBaseline", pulled);
      awaitSwitch(scenario, operator, "shadow", "KillSwitchBaseline", pulled);
      awaitBaseline(scenario, "common");
      awaitDecisions(scenario, operator, "shadow", 5);

      assertThat(learnedWrites(scenario, "handed", seen)).isEmpty();
      assertThat(writes(scenario, "frozen", frozen)).isEmpty();
      assertThat(writes(scenario, "garbled", garbled)).isEmpty();
      assertThat(learnedWrites(scenario, "common", common)).isEmpty();
      assertThat(writes(scenario, "shadow", Instant.EPOCH)).isEmpty();
      awaitCondition(scenario, "handed", "True/Baseline");
      awaitCondition(scenario, "frozen", "True/Freeze");
      awaitCondition(scenario, "garbled", "True/Freeze");
      awaitCondition(scenario, "common", "True/Baseline");
      assertThat(message(scenario, "garbled")).contains("\"stop everything\"", "counts as freeze");
      assertThat(message(scenario, "common")).isEqualTo("namespace: baseline");
    }
  }

  @Test
  void ofTheWholeOperatorStaysLatchedAfterItsReleaseAndOverARestart(
      ControlPlane plane, @TempDir Path folder) throws IOException {
    try (Scenario scenario = Scenario.start(plane)) {
      scaler(scenario, "web", "Active");
      Path file = folder.resolve("kill-switch");
      OperatorProcess first =
          scenario.operator(settings(scenario, "first").withKillSwitchFile(file));
      awaitLearned(scenario, first, "web");

      Files.writeString(file, "baseline\n");
      Instant pulled = Instant.now();
      Instant seen = awaitSwitch(scenario, first, "web", "KillSwitchBaseline", pulled);
      awaitBaseline(scenario, "web");
      awaitCondition(scenario, "web", "True/Baseline");
      assertThat(message(scenario, "web")).isEqualTo("operator: baseline");
      Instant released = Instant.now();
      Files.delete(file);
      Scenario.await(LIMIT).until(() -> scenario.get("web").getStatus().killSwitchUntil() != null);
      Instant until = until(scenario);
      // The status has whole seconds.
      assertThat(until)
          .isBetween(released.plus(LATCH).minusSeconds(1), released.plus(LATCH).plus(EFFECT));
      assertThat(message(scenario, "web")).contains("status.killSwitchUntil");
      first.stop();

      OperatorProcess second = scenario.operator("second");
      awaitDecisions(scenario, second, "web", 8);
      List<JsonNode> decisions = scenario.decisions(second, "web");

      assertThat(decisions).noneMatch(decision -> reason(decision).startsWith("Policy"));
      assertThat(reason(decisions.get(decisions.size() - 1))).isEqualTo("KillSwitchBaseline");
      assertThat(scenario.condition("web", "KillSwitch")).isEqualTo("True/Baseline");
      assertThat(until(scenario)).isEqualTo(until);
      assertThat(learnedWrites(scenario, "web", seen)).isEmpty();
    }
  }

  @Test
  void needsNeitherPrometheusNorOnnxRuntime(ControlPlane plane) {
    try (Scenario scenario = Scenario.start(plane)) {
      List<String> both = List.of("handed", "frozen");
      both.parallelStream().forEach(name -> scaler(scenario, name, "Active"));
      OperatorProcess learned = scenario.operator("learned");
      both.forEach(name -> awaitLearned(scenario, learned, name));

      scenario.prometheus().stop();
      awaitCondition(scenario, "handed", "MetricsAvailable", "False/SourceDown");
      final Instant pulled = pull(scenario, "handed", "baseline");
      awaitCondition(scenario, "handed", "True/Baseline");
      assertThat(Instant.now()).isBefore(pulled.plus(EFFECT));
      scenario.prometheus().start();
      awaitBaseline(scenario, "handed");
      assertThat(learnedWrites(scenario, "handed", pulled)).isEmpty();
      learned.stop();

      OperatorProcess blind = scenario.operator(settings(scenario, "blind").withoutOnnxRuntime());
      awaitCondition(scenario, "frozen", "PolicyReady", "False/PolicyNotReady");
      awaitDecisions(scenario, blind, "frozen", 3);
      assertThat(reason(newest(scenario, blind, "frozen"))).isEqualTo("PolicyFaultBaseline");
      scenario.prometheus().stop();
      awaitCondition(scenario, "frozen", "MetricsAvailable", "False/SourceDown");
      Instant frozen = pull(scenario, "frozen", "freeze");
      Instant seen = awaitSwitch(scenario, blind, "frozen", "KillSwitchFreeze", frozen);
      scenario.prometheus().start();
      awaitCondition(scenario, "frozen", "MetricsAvailable", "True/Available");
      awaitDecisions(scenario, blind, "frozen", 5);

      assertThat(scenario.condition("frozen", "KillSwitch")).isEqualTo("True/Freeze");
      assertThat(scenario.condition("handed", "KillSwitch")).isEqualTo("True/Baseline");
      assertThat(writes(scenario, "frozen", seen)).isEmpty();
      assertThat(learnedWrites(scenario, "handed", pulled)).isEmpty();
    }
  }

  private static void scaler(Scenario scenario, String name, String mode) {
    scenario.workload(name, MOST_BASELINE, TRAFFIC);
    scenario.scaler(name, mode, LEARNED);
  }

  private static OperatorSettings settings(Scenario scenario, String identity) {
    return OperatorSettings.of(scenario.installation().kubeconfig(), identity);
  }

  /** Waits until the policy has long wished for far more than the baseline, and has written. */
  private static void awaitLearned(Scenario scenario, OperatorProcess operator, String name) {
    // There is nothing to explain before the first decision.
    Scenario.await(LIMIT)
        .ignoreExceptions()
        .until(
            () -> {
              List<JsonNode> all = scenario.decisions(operator, name);
              List<JsonNode> newest =
                  all.subList(Math.max(0, all.size() - LEARNED_TICKS), all.size());
              return newest.size() == LEARNED_TICKS
                  && newest.stream().allMatch(KillSwitchTest::wishesMore);
            });
    Scenario.await(LIMIT).until(() -> !learnedWrites(scenario, name, Instant.EPOCH).isEmpty());
  }

  private static boolean wishesMore(JsonNode decision) {
    int to = decision.get("to").asInt();
    return reason(decision).equals("PolicyDecision")
        && to >= LEAST_LEARNED
        && to - decision.get("baseline").asInt() >= LEAST_DIFFERENCE;
  }

  private static Instant pull(Scenario scenario, String name, String value) {
    scenario.annotate(name, SWITCH, value);
    return Instant.now();
  }

  private static Instant pullNamespace(Scenario scenario, String value) {
    scenario.annotateNamespace(SWITCH, value);
    return Instant.now();
  }

  /** Waits for the first decision that the switch made; returns its time. */
  private static Instant awaitSwitch(
      Scenario scenario, OperatorProcess operator, String name, String reason, Instant pulled) {
    Instant seen =
        Scenario.await(LIMIT)
            .until(
                () ->
                    scenario.decisions(operator, name).stream()
                        .filter(decision -> reason(decision).equals(reason))
                        .map(decision -> Instant.parse(decision.get("time").asText()))
                        .toList(),
                times -> !times.isEmpty())
            .get(0);
    assertThat(seen).isBefore(pulled.plus(EFFECT));
    return seen;
  }

  private static void awaitBaseline(Scenario scenario, String name) {
    Scenario.await(LIMIT).until(() -> scenario.desired(name) <= MOST_BASELINE);
  }

  /** Waits until an operator has made so many further decisions on a scaler. */
  private static void awaitDecisions(
      Scenario scenario, OperatorProcess operator, String name, int count) {
    Instant from = Instant.now();
    Scenario.await(LIMIT)
        .ignoreExceptions()
        .until(
            () ->
                scenario.decisions(operator, name).stream()
                    .filter(d -> Instant.parse(d.get("time").asText()).isAfter(from))
                    .count(),
            decided -> decided >= count);
  }

  private static void awaitCondition(Scenario scenario, String name, String expected) {
    awaitCondition(scenario, name, "KillSwitch", expected);
  }

  private static void awaitCondition(Scenario scenario, String name, String type, String expected) {
    Scenario.await(LIMIT).until(() -> scenario.condition(name, type), expected::equals);
  }

  private static JsonNode newest(Scenario scenario, OperatorProcess operator, String name) {
    List<JsonNode> decisions = scenario.decisions(operator, name);
    return decisions.get(decisions.size() - 1);
  }

  private static String reason(JsonNode decision) {
    return decision.get("reason").asText();
  }

  private static String message(Scenario scenario, String name) {
    return scenario.get(name).getStatus().conditions().stream()
        .filter(condition -> condition.type().equals("KillSwitch"))
        .map(Condition::message)
        .findFirst()
        .orElseThrow();
  }

  private static Instant until(Scenario scenario) {
    return Objects.requireNonNull(scenario.get("web").getStatus().killSwitchUntil());
  }

  private static List<Mutation> writes(Scenario scenario, String name, Instant after) {
    return scenario.scaleWrites().stream()
        .filter(write -> write.name().equals(name) && write.time().isAfter(after))
        .toList();
  }

  private static List<Mutation> learnedWrites(Scenario scenario, String name, Instant after) {
    return writes(scenario, name, after).stream()
        .filter(write -> write.replicas().orElseThrow() >= LEAST_LEARNED)
        .toList();
  }
}
