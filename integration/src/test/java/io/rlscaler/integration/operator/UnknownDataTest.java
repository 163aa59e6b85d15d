package io.rlscaler.integration.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rlscaler.crds.Condition;
import io.rlscaler.integration.AuditLog.Mutation;
import io.rlscaler.integration.ControlPlane;
import io.rlscaler.integration.ControlPlaneExtension;
import io.rlscaler.integration.OperatorProcess;
import io.rlscaler.integration.service.ArrivalRate;
import io.rlscaler.integration.service.Exposure;
import io.rlscaler.integration.service.SimulatedWorkload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is not known takes no replica away, is named, and is over as soon as it is known again. */
@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class UnknownDataTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final double LOAD = 160;

  /** Replicas that carry the load. */
  private static final int NEEDED = (int) (LOAD / Scenario.CAPACITY);

  private static final int REPLICAS = 10;

  /** Longer than the three periods of patience and than the hold of three seconds. */
  private static final int UNKNOWN_TICKS = 6;

  @Test
  void takesNoReplicaAwayAndNamesItsCause(ControlPlane plane) {
    try (Scenario scenario = Scenario.start(plane)) {
      SimulatedWorkload web = scenario.workload("web", REPLICAS, ArrivalRate.constant(LOAD));
      SimulatedWorkload other = scenario.workload("other", REPLICAS, ArrivalRate.constant(LOAD));
      scenario.scaler("web", "Active", "");
      scenario.scaler("other", "Active", "");
      OperatorProcess operator = scenario.operator("unknown");
      awaitKnown(scenario, operator, "web");
      awaitKnown(scenario, operator, "other");
      Instant start = Instant.now();

      scenario.prometheus().stop();
      awaitUnknown(scenario, operator, "web", "SourceDown", "CONNECTION");
      awaitUnknown(scenario, operator, "other", "SourceDown", "CONNECTION");
      scenario.prometheus().start();
      awaitKnown(scenario, operator, "web");
      awaitKnown(scenario, operator, "other");

      web.expose(Exposure.ABSENT);
      other.expose(Exposure.ABSENT);
      awaitUnknown(scenario, operator, "web", "NoData", "arrivalRate: NO_DATA");
      awaitUnknown(scenario, operator, "other", "NoData", "arrivalRate: NO_DATA");
      web.expose(Exposure.SHOWN);
      other.expose(Exposure.SHOWN);
      awaitKnown(scenario, operator, "web");
      awaitKnown(scenario, operator, "other");

      web.expose(Exposure.NOT_A_NUMBER);
      other.expose(Exposure.NOT_A_NUMBER);
      awaitUnknown(scenario, operator, "web", "NotFinite", "arrivalRate: NOT_FINITE");
      awaitUnknown(scenario, operator, "other", "NotFinite", "arrivalRate: NOT_FINITE");
      web.expose(Exposure.SHOWN);
      other.expose(Exposure.SHOWN);
      awaitKnown(scenario, operator, "web");
      awaitKnown(scenario, operator, "other");
      assertThat(downs(scenario, "web", start)).isEmpty();
      assertThat(downs(scenario, "other", start)).isEmpty();

      web.expose(Exposure.ABSENT);
      awaitUnknown(scenario, operator, "web", "NoData", "arrivalRate: NO_DATA");
      web.setRate(LOAD / 4);
      other.setRate(LOAD / 4);
      Scenario.await(LIMIT).until(() -> scenario.desired("other") < NEEDED);
      assertThat(scenario.condition("other", "MetricsAvailable")).isEqualTo("True/Available");
      assertThat(downs(scenario, "web", start)).isEmpty();
      assertThat(downs(scenario, "other", start)).isNotEmpty();
      web.expose(Exposure.SHOWN);
      Scenario.await(LIMIT).until(() -> scenario.desired("web") < NEEDED);
    }
  }

  /** Waits until the signals are known and the policy has decided on them for a while. */
  private static void awaitKnown(Scenario scenario, OperatorProcess operator, String name) {
    awaitDecisions(scenario, operator, name, 3, "Policy");
    Scenario.await(LIMIT)
        .until(() -> scenario.condition(name, "MetricsAvailable"), "True/Available"::equals);
    assertThat(scenario.desired(name)).isGreaterThanOrEqualTo(NEEDED);
  }

  /** Waits until the scaler has kept its count for long for this cause. */
  private static void awaitUnknown(
      Scenario scenario, OperatorProcess operator, String name, String reason, String message) {
    Scenario.await(LIMIT)
        .until(() -> scenario.condition(name, "MetricsAvailable"), ("False/" + reason)::equals);
    awaitDecisions(scenario, operator, name, UNKNOWN_TICKS, "UnknownData");
    assertThat(message(scenario, name)).contains(message);
    assertThat(scenario.condition(name, "Ready")).isEqualTo("False/" + reason);
  }

  /** Waits until the newest decisions, so many, all have a reason with this word. */
  private static void awaitDecisions(
      Scenario scenario, OperatorProcess operator, String name, int count, String word) {
    Scenario.await(LIMIT)
        .ignoreExceptions()
        .until(
            () -> {
              List<JsonNode> all = scenario.decisions(operator, name);
              List<JsonNode> newest = all.subList(Math.max(0, all.size() - count), all.size());
              return newest.size() == count
                  && newest.stream().allMatch(d -> d.get("reason").asText().contains(word));
            });
  }

  private static String message(Scenario scenario, String name) {
    return scenario.get(name).getStatus().conditions().stream()
        .filter(condition -> condition.type().equals("MetricsAvailable"))
        .map(Condition::message)
        .findFirst()
        .orElseThrow();
  }

  /** The accepted writes that took replicas away. */
  private static List<Mutation> downs(Scenario scenario, String name, Instant after) {
    List<Mutation> writes =
        scenario.scaleWrites().stream().filter(write -> write.name().equals(name)).toList();
    int[] before = {REPLICAS};
    return writes.stream()
        .filter(
            write -> {
              int to = write.replicas().orElseThrow();
              boolean down = to < before[0];
              before[0] = to;
              return down && write.time().isAfter(after);
            })
        .toList();
  }
}
