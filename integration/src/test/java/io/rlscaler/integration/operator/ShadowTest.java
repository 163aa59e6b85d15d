package io.rlscaler.integration.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rlscaler.integration.AuditLog.Mutation;
import io.rlscaler.integration.ControlPlane;
import io.rlscaler.integration.ControlPlaneExtension;
import io.rlscaler.integration.OperatorProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("integration")
@ExtendWith(ControlPlaneExtension.class)
class ShadowTest {
  private static final int TICKS = 30;

  @Test
  void thirtyTicksOnMovingTrafficWriteNothingButLeaseStatusAndEvents(ControlPlane plane) {
    try (Scenario scenario = Scenario.start(plane)) {
      scenario.workload("web", 5, elapsed -> 80 + 60 * Math.sin(elapsed.toMillis() / 3000.0));
      scenario.scaler("web", "Shadow", "");
      int before = scenario.mutations().size();
      OperatorProcess operator = scenario.operator("shadow");

      Scenario.await(Duration.ofSeconds(90)).until(() -> scenario.decisionCount(operator) >= TICKS);
      // Reading decisions makes token reviews, so the witness is heard first.
      List<Mutation> written = scenario.mutations().stream().skip(before).toList();
      List<JsonNode> decisions = scenario.decisions(operator, "web");

      assertThat(decisions).hasSizeBetween(TICKS, 50);
      assertThat(decisions.stream().filter(d -> d.get("from").asInt() != d.get("to").asInt()))
          .hasSizeGreaterThanOrEqualTo(5);
      assertThat(written).allMatch(ShadowTest::mayHappenInShadow);
      assertThat(written).noneMatch(mutation -> mutation.subresource().equals("scale"));
      assertThat(written.stream().filter(ShadowTest::isScalerStatus).count())
          .isBetween(1L, transitions(decisions) + 1);
      assertThat(scenario.desired("web")).isEqualTo(5);
      assertThat(scenario.condition("web", "Ready")).isEqualTo("True/Deciding");
    }
  }

  private static boolean mayHappenInShadow(Mutation mutation) {
    boolean ownLease =
        mutation.resource().equals("leases") && mutation.name().equals("rlscaler-operator");
    boolean ownStatus =
        mutation.apiGroup().equals("rlscaler.io") && mutation.subresource().equals("status");
    return ownLease || ownStatus || mutation.resource().equals("events");
  }

  private static boolean isScalerStatus(Mutation mutation) {
    return mutation.resource().equals("rlscalers") && mutation.subresource().equals("status");
  }

  private static long transitions(List<JsonNode> decisions) {
    long transitions = 0;
    for (int i = 1; i < decisions.size(); i++) {
      transitions += said(decisions.get(i - 1)).equals(said(decisions.get(i))) ? 0 : 1;
    }
    return transitions;
  }

  /** What the status says of a decision: its counts, its reason and the missing signals. */
  private static List<String> said(JsonNode decision) {
    JsonNode signals = decision.get("signals");
    return List.of(
        decision.get("from").asText(),
        decision.get("to").asText(),
        decision.get("reason").asText(),
        signals.get("arrivalRate").path("unknown").asText(),
        signals.get("goodRatio").path("unknown").asText(),
        signals.get("utilization").path("unknown").asText());
  }
}
