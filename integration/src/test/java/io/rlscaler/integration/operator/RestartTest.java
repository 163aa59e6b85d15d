package io.rlscaler.integration.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.rlscaler.engine.Decision;
import io.rlscaler.integration.AuditLog.Mutation;
import io.rlscaler.integration.ControlPlane;
import io.rlscaler.integration.ControlPlaneExtension;
import io.rlscaler.integration.OperatorProcess;
import io.rlscaler.integration.service.ArrivalRate;
import io.rlscaler.integration.service.SimulatedWorkload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class RestartTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Longer than a restart takes. */
  private static final Duration WINDOW = Duration.ofSeconds(15);

  private static final int INITIAL = 3;
  private static final double LOW = 40;
  private static final double HIGH = 120;
  private static final double GROWTH_PER_SECOND = 4;

  @Test
  void aRestartedOperatorDecidesLikeItsTwinAndScalesNothingDownForOneWindow(ControlPlane plane) {
    try (Scenario scenario = Scenario.start(plane)) {
      SimulatedWorkload rising = active(scenario, "rising");
      SimulatedWorkload falling = active(scenario, "falling");
      OperatorProcess operator = scenario.operator("before");
      Instant begun = scenario.firstDecision(operator, "rising");
      scenario.firstDecision(operator, "falling");
      rising.follow(elapsed -> LOW + GROWTH_PER_SECOND * elapsed.toMillis() / 1000.0);
      falling.setRate(HIGH);
      Scenario.await(LIMIT)
          .until(() -> scenario.desired("rising") >= 5 && scenario.desired("falling") >= 8);

      operator.stop();
      falling.setRate(LOW);
      OperatorProcess restarted = scenario.operator("after");
      JsonNode firstOfRising = firstDecision(scenario, restarted, "rising");
      JsonNode firstOfFalling = firstDecision(scenario, restarted, "falling");
      Scenario.await(LIMIT).until(() -> !reductions(scenario, "falling").isEmpty());

      assertIsLikeTheTwins(scenario, rising, begun, firstOfRising);
      assertIsLikeTheTwins(scenario, falling, begun, firstOfFalling);
      assertThat(firstOfRising.get("to").asInt()).isGreaterThan(firstOfRising.get("from").asInt());
      assertThat(firstOfFalling.get("signals").get("arrivalRate").get("value").asDouble())
          .isLessThan(HIGH);
      assertThat(reductions(scenario, "falling"))
          .allMatch(at -> !at.isBefore(time(firstOfFalling).plus(WINDOW)));
      assertThat(reductions(scenario, "rising")).isEmpty();
    }
  }

  private static SimulatedWorkload active(Scenario scenario, String name) {
    SimulatedWorkload workload = scenario.workload(name, INITIAL, ArrivalRate.constant(LOW));
    scenario.scaler(name, "Active", "", WINDOW);
    return workload;
  }

  private static JsonNode firstDecision(Scenario scenario, OperatorProcess operator, String name) {
    scenario.firstDecision(operator, name);
    return scenario.decisions(operator, name).get(0);
  }

  private static Instant time(JsonNode decision) {
    return Instant.parse(decision.get("time").asText());
  }

  /** The twin sees the replicas that the cluster had, and was there all the time. */
  private static void assertIsLikeTheTwins(
      Scenario scenario, SimulatedWorkload workload, Instant begun, JsonNode decision) {
    assertThat(decision.get("reason").asText()).isEqualTo("PolicyDecision");
    String name = workload.profile().workload();
    ReplicaHistory recorded = ReplicaHistory.recorded(INITIAL, writes(scenario, name));
    try (InProcessLoop twin =
        new InProcessLoop(scenario.get(name).getSpec(), workload.series(), recorded)) {
      List<Decision> decisions = twin.run(begun, time(decision));
      assertThat(decision.get("to").asInt())
          .as("%s", decision)
          .isCloseTo(decisions.get(decisions.size() - 1).to(), within(1));
    }
  }

  private static List<Mutation> writes(Scenario scenario, String name) {
    return scenario.scaleWrites().stream().filter(write -> write.name().equals(name)).toList();
  }

  private static List<Instant> reductions(Scenario scenario, String name) {
    return ReplicaHistory.recorded(INITIAL, writes(scenario, name)).reductions();
  }
}
