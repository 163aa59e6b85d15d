package io.rlscaler.operator.explain;

import static io.rlscaler.operator.explain.Examples.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.engine.ControlLoop;
import io.rlscaler.engine.Decision;
import io.rlscaler.engine.SafetySwitches;
import io.rlscaler.engine.Workload;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.WriteOutcome;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.policy.PolicyRegistry;
import io.rlscaler.engine.safety.KillSwitch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionJournalTest {
  private final DecisionJournal journal = new DecisionJournal();
  private final Workload checkout = Examples.workload("shop", "checkout");

  @Test
  void keepsWholeDecisionsWithTheirInputs() {
    Observation seen = Examples.observation(TIME);
    Decision decided = Examples.byPolicy(TIME);

    journal.record(checkout, seen, decided, WriteOutcome.WRITTEN);

    ExplainedDecision kept = decisions().get(0);
    assertThat(kept.decision()).isEqualTo(decided);
    assertThat(kept.observation()).isEqualTo(seen);
    assertThat(kept.outcome()).isEqualTo(WriteOutcome.WRITTEN);
  }

  @Test
  void keepsADecisionOfWhichNothingIsKnown() {
    Decision hold = Examples.hold(TIME, 4);
    // The slot of an overwritten decision must not shine through.
    DecisionJournal shallow = new DecisionJournal(1);
    shallow.record(
        checkout, Examples.observation(TIME), Examples.byPolicy(TIME), WriteOutcome.WRITTEN);

    shallow.record(checkout, Examples.observation(TIME), hold, WriteOutcome.UNCHANGED);

    assertThat(shallow.decisions(checkout.id()).orElseThrow())
        .extracting(ExplainedDecision::decision)
        .containsExactly(hold);
  }

  @Test
  void keepsTheLastFiftyNewestFirst() {
    IntStream.range(0, 120).forEach(this::recordHold);

    assertThat(decisions())
        .extracting(kept -> kept.decision().from())
        .containsExactlyElementsOf(IntStream.iterate(119, i -> i - 1).limit(50).boxed().toList());
  }

  private void recordHold(int replicas) {
    journal.record(
        checkout,
        Examples.observation(TIME),
        Examples.hold(TIME.plusSeconds(replicas), replicas),
        WriteOutcome.UNCHANGED);
  }

  @Test
  void survivesAValueThatIsTooLargeForAFloat() {
    Observation huge =
        new Observation(
            TIME,
            6,
            5,
            false,
            Signal.known(1e300),
            Signal.known(1),
            Signal.known(0.5),
            Signal.known(0),
            Signal.known(0));

    journal.record(checkout, huge, Examples.hold(TIME, 6), WriteOutcome.UNCHANGED);

    assertThat(decisions().get(0).observation().arrivalRate().orElse(0)).isGreaterThan(1e38);
  }

  @Test
  void keepsScalersApartAndForgetsThem() {
    Workload search = Examples.workload("shop", "search");
    recordHold(3);
    journal.record(
        search, Examples.observation(TIME), Examples.hold(TIME, 8), WriteOutcome.UNCHANGED);

    journal.forget(checkout.id());

    assertThat(journal.explain(checkout.id())).isEmpty();
    assertThat(journal.decisions(search.id()).orElseThrow())
        .extracting(kept -> kept.decision().from())
        .containsExactly(8);
  }

  @Test
  void explainsInTheDocumentedForm() throws IOException {
    journal.record(
        checkout, Examples.observation(TIME), Examples.byPolicy(TIME), WriteOutcome.WRITTEN);

    ObjectNode document = (ObjectNode) document();
    ObjectNode decision = (ObjectNode) document.get("decisions").get(0);
    JsonNode features = decision.remove("features");

    assertThat(document)
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"schema": "rlscaler.explain/v1",
                     "scaler": {"namespace": "shop", "name": "checkout"},
                     "decisions": [{
                       "time": "2026-03-01T12:00:00Z",
                       "from": 6,
                       "to": 7,
                       "reason": "PolicyDecision",
                       "sentence": "the policy chose a headroom level",
                       "outcome": "written",
                       "baseline": 11,
                       "policyDigest": "sha256:abc",
                       "action": {"index": 7, "description": "level 1.5 (+6.6 %)"},
                       "probability": 0.42,
                       "risk": 0.0125,
                       "constraints": [
                         {"constraint": "risk", "before": 4, "after": 5},
                         {"constraint": "authority", "before": 5, "after": 7}],
                       "detail": "",
                       "replicas": {"desired": 6, "ready": 5},
                       "signals": {
                         "arrivalRate": {"value": 123.456, "ageSeconds": 12.5},
                         "goodRatio": {"value": 0.9995, "ageSeconds": 20.0},
                         "utilization": {"unknown": "STALE"},
                         "inFlight": {"unknown": "NEVER_SEEN"},
                         "queueLength": {"value": 0.0, "ageSeconds": 0.0}},
                       "forecast": {"load": null, "growth": null}}]}
                    """));
    assertThat(features).hasSize(Feature.COUNT);
    assertThat(features.get("load_per_ready").floatValue()).isEqualTo(-2f);
  }

  @Test
  void showsNullForWhatIsNotKnown() throws IOException {
    recordHold(4);

    JsonNode decision = document().get("decisions").get(0);

    assertThat(List.of("baseline", "policyDigest", "action", "probability", "risk"))
        .allSatisfy(field -> assertThat(decision.get(field).isNull()).as(field).isTrue());
    assertThat(decision.get("features")).isEmpty();
  }

  @Test
  void notesWhatTheControlLoopDecides() {
    Observation busy =
        new Observation(
            TIME,
            4,
            4,
            false,
            Signal.known(126),
            Signal.known(1),
            Signal.known(0.9),
            Signal.known(0),
            Signal.known(0));
    try (ControlLoop loop =
        new ControlLoop(
            (group, now) -> List.of(Optional.of(busy)),
            (workload, decision) -> WriteOutcome.WRITTEN,
            journal,
            new Leading(),
            new PolicyRegistry(),
            () -> TIME)) {
      loop.tick(List.of(checkout));
    }

    // 126 requests/s at 35 each; the HPA at 60 % asks for ceil(4 * 0.9 / 0.6).
    assertThat(decisions())
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.load()).isEqualTo(3.6f);
              // Without a prior the forecast is persistence.
              assertThat(kept.growth()).isZero();
              assertThat(kept.decision().to()).isEqualTo(6);
            });
  }

  private static final class Leading implements SafetySwitches {
    @Override
    public boolean mayWrite() {
      return true;
    }

    @Override
    public KillSwitch.Position killSwitch(Workload workload) {
      return KillSwitch.Position.NONE;
    }
  }

  @Test
  void readersSeeWholeDecisionsWhileATickWrites() throws Exception {
    recordHold(0);
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<List<ExplainedDecision>> torn = reader.submit(this::readUntilLast);
      IntStream.rangeClosed(1, 20_000).forEach(this::recordHold);
      assertThat(torn.get()).isEmpty();
    } finally {
      reader.shutdownNow();
    }
  }

  /** A hold of n replicas was recorded n seconds after the first: anything else is torn. */
  private List<ExplainedDecision> readUntilLast() {
    List<ExplainedDecision> torn = new ArrayList<>();
    List<ExplainedDecision> read;
    do {
      read = decisions();
      for (ExplainedDecision kept : read) {
        Duration since = Duration.between(TIME, kept.decision().time());
        if (since.toSeconds() != kept.decision().from()) {
          torn.add(kept);
        }
      }
    } while (read.get(0).decision().from() < 20_000);
    return torn;
  }

  @Test
  void refusesADepthOfNothing() {
    assertThatThrownBy(() -> new DecisionJournal(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("depth: found 0, expected at least 1");
  }

  private List<ExplainedDecision> decisions() {
    return journal.decisions(new WorkloadId("shop", "checkout")).orElseThrow();
  }

  private JsonNode document() throws IOException {
    return new JsonMapper().readTree(journal.explain(checkout.id()).orElseThrow());
  }
}
