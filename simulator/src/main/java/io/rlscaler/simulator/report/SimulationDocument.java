package io.rlscaler.simulator.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.simulator.bound.BoundResult;
import io.rlscaler.simulator.episode.EpisodeResult;
import io.rlscaler.simulator.episode.EpisodeScore;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The document {@code rlscaler.simulate/v1} of an episode. What is unknown is null: {@code
 * costOverBound} is when no clairvoyant bound was computed.
 */
public final class SimulationDocument {
  /** The schema field. */
  public static final String SCHEMA = "rlscaler.simulate/v1";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SimulationDocument() {}

  /** The document of a result without a bound. */
  public static ObjectNode of(EpisodeResult result) {
    return of(result, Optional.empty());
  }

  /** The document of a result and the bound on its load. */
  public static ObjectNode of(EpisodeResult result, Optional<BoundResult> bound) {
    EpisodeScore score = result.score();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    document.put("trace", result.trace());
    document.put("controller", result.controller());
    document.set("settings", MAPPER.valueToTree(result.settings()));
    document.put("model", result.model().label());
    document.put("seed", result.seed());
    document.put("durationSeconds", score.durationSeconds());
    document.put("requests", score.requests());
    document.put("violatingRequests", score.violatingRequests());
    document.put("violationShare", score.violationShare());
    document.put("meetsObjective", score.meetsObjective());
    document.put("replicaSeconds", score.replicaSeconds());
    put(document, "costOverBound", costOverBound(result, bound));
    ObjectNode latency = document.putObject("latencySeconds");
    put(latency, "p50", result.latency().p50());
    put(latency, "p95", result.latency().p95());
    put(latency, "p99", result.latency().p99());
    document.put("replicaChanges", score.replicaChanges());
    document.put("peakReplicas", score.peakReplicas());
    return document;
  }

  /** Unknown, too, where the bound is zero because nothing is known of the load. */
  static OptionalDouble costOverBound(EpisodeResult result, Optional<BoundResult> bound) {
    double least = bound.map(BoundResult::boundReplicaSeconds).orElse(0.0);
    return least > 0
        ? OptionalDouble.of(result.score().replicaSeconds() / least)
        : OptionalDouble.empty();
  }

  private static void put(ObjectNode node, String field, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(field, value.getAsDouble());
    } else {
      node.putNull(field);
    }
  }
}
