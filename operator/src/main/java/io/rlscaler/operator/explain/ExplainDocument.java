package io.rlscaler.operator.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.engine.Decision;
import io.rlscaler.engine.WorkloadId;
import io.rlscaler.engine.observation.Observation;
import io.rlscaler.engine.observation.Signal;
import io.rlscaler.engine.policy.ActionTable;
import io.rlscaler.engine.policy.Feature;
import io.rlscaler.engine.safety.Adjustment;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The form of {@code rlscaler.explain/v1}. Every field is always there: what is not known is null,
 * features of a decision without a policy are an empty object.
 */
final class ExplainDocument {
  static final String SCHEMA = "rlscaler.explain/v1";

  private static final ObjectMapper JSON = new JsonMapper();

  private ExplainDocument() {}

  static byte[] write(WorkloadId id, List<ExplainedDecision> decisions) {
    ObjectNode document = JSON.createObjectNode().put("schema", SCHEMA);
    document.putObject("scaler").put("namespace", id.namespace()).put("name", id.name());
    ArrayNode list = document.putArray("decisions");
    decisions.forEach(decision -> add(list.addObject(), decision));
    try {
      return JSON.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }

  private static void add(ObjectNode node, ExplainedDecision explained) {
    Decision decision = explained.decision();
    node.put("time", decision.time().toString());
    node.put("from", decision.from()).put("to", decision.to());
    node.put("reason", decision.reason().label()).put("sentence", decision.reason().sentence());
    node.put("outcome", explained.outcome().name().toLowerCase(Locale.ROOT));
    addOpinions(node, decision);
    ArrayNode constraints = node.putArray("constraints");
    decision.constraints().forEach(adjustment -> add(constraints.addObject(), adjustment));
    node.put("detail", decision.detail());
    Observation observation = explained.observation();
    node.putObject("replicas")
        .put("desired", observation.desired())
        .put("ready", observation.ready());
    addSignals(node.putObject("signals"), observation);
    addForecast(node.putObject("forecast"), explained);
    addFeatures(node.putObject("features"), decision);
  }

  /** What baseline and policy had to say. */
  private static void addOpinions(ObjectNode node, Decision decision) {
    node.putNull("baseline");
    decision.baseline().ifPresent(count -> node.put("baseline", count));
    node.put("policyDigest", decision.policyDigest().orElse(null));
    node.putNull("action");
    decision.action().ifPresent(action -> addAction(node.putObject("action"), action));
    node.putNull("probability");
    decision.probability().ifPresent(value -> node.put("probability", value));
    node.putNull("risk");
    decision.risk().ifPresent(value -> node.put("risk", value));
  }

  private static void addAction(ObjectNode node, int action) {
    node.put("index", action).put("description", ActionTable.describe(action));
  }

  private static void add(ObjectNode node, Adjustment adjustment) {
    node.put("constraint", adjustment.constraint().label())
        .put("before", adjustment.before())
        .put("after", adjustment.after());
  }

  private static void addSignals(ObjectNode node, Observation observation) {
    add(node.putObject("arrivalRate"), observation.arrivalRate());
    add(node.putObject("goodRatio"), observation.goodRatio());
    add(node.putObject("utilization"), observation.utilization());
    add(node.putObject("inFlight"), observation.inFlight());
    add(node.putObject("queueLength"), observation.queueLength());
  }

  private static void add(ObjectNode node, Signal signal) {
    if (signal instanceof Signal.Known known) {
      node.put("value", known.value()).put("ageSeconds", seconds(known.age()));
    } else if (signal instanceof Signal.Unknown unknown) {
      node.put("unknown", unknown.reason().name());
    }
  }

  private static double seconds(Duration age) {
    return age.toMillis() / 1000.0;
  }

  /** Without a load there is nothing to grow. */
  private static void addForecast(ObjectNode node, ExplainedDecision explained) {
    boolean known = Float.isFinite(explained.load());
    putFinite(node, "load", explained.load());
    putFinite(node, "growth", known ? explained.growth() : Float.NaN);
  }

  private static void addFeatures(ObjectNode node, Decision decision) {
    if (decision.features().isEmpty()) {
      return;
    }
    for (Feature feature : Feature.values()) {
      putFinite(node, feature.id(), decision.features().get(feature));
    }
  }

  /** JSON has no NaN. */
  private static void putFinite(ObjectNode node, String name, float value) {
    if (Float.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
