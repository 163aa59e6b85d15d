package io.rlscaler.simulator.protocol;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.simulator.episode.DaySums;
import io.rlscaler.simulator.evaluation.Audit;
import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.CellTimeline;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.FrontPoint;
import io.rlscaler.simulator.evaluation.SeedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Finished cells as JSON and back, exactly: a double is written with as many digits as tell it from
 * its neighbours.
 */
final class CellCodec {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> SETTINGS =
      new TypeReference<>() {};

  private CellCodec() {}

  static ObjectNode encode(TrackResult track) {
    ObjectNode node = MAPPER.createObjectNode();
    track.cells().forEach(cell -> node.withArray("cells").add(encode(cell)));
    track.timelines().forEach(timeline -> node.withArray("timelines").add(encode(timeline)));
    return node;
  }

  static TrackResult decode(JsonNode node) {
    return new TrackResult(
        list(node.path("cells"), CellCodec::result),
        list(node.path("timelines"), CellCodec::timeline));
  }

  private static ObjectNode encode(CellResult result) {
    ObjectNode node = MAPPER.createObjectNode();
    node.set("cell", encode(result.cell()));
    node.put("bound", result.boundReplicaSeconds());
    node.put("primal", result.primalReplicaSeconds());
    node.put("scored", result.scoredSeconds());
    ArrayNode front = node.putArray("front");
    for (FrontPoint point : result.hpaFront()) {
      front.addArray().add(point.violationShare()).add(point.replicaSeconds());
    }
    ArrayNode runs = node.putArray("runs");
    result.runs().forEach(run -> runs.add(encode(run)));
    return node;
  }

  private static CellResult result(JsonNode node) {
    return new CellResult(
        cell(node.path("cell")),
        list(node.path("runs"), CellCodec::run),
        node.path("bound").asDouble(),
        node.path("primal").asDouble(),
        list(
            node.path("front"),
            point -> new FrontPoint(point.path(0).asDouble(), point.path(1).asDouble())),
        node.path("scored").asDouble());
  }

  private static ObjectNode encode(Cell cell) {
    return MAPPER
        .createObjectNode()
        .put("trace", cell.trace())
        .put("source", cell.source())
        .put("startUp", cell.startUp().toString())
        .put("objective", cell.objective())
        .put("calibrated", cell.calibrated());
  }

  private static Cell cell(JsonNode node) {
    return new Cell(
        node.path("trace").asText(),
        node.path("source").asText(),
        Duration.parse(node.path("startUp").asText()),
        node.path("objective").asDouble(),
        node.path("calibrated").asBoolean());
  }

  private static ObjectNode encode(ControllerRun run) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("controller", run.controller());
    node.put("tuned", run.tuned());
    node.set("settings", MAPPER.valueToTree(run.settings()));
    ArrayNode seeds = node.putArray("seeds");
    run.seeds().forEach(seed -> seeds.add(encode(seed)));
    run.audit().ifPresent(audit -> node.set("audit", encode(audit)));
    node.put("edge", run.edge());
    ArrayNode remarks = node.putArray("remarks");
    run.remarks().forEach(remarks::add);
    return node;
  }

  private static ControllerRun run(JsonNode node) {
    Map<String, Object> settings = MAPPER.convertValue(node.path("settings"), SETTINGS);
    return new ControllerRun(
        node.path("controller").asText(),
        node.path("tuned").asBoolean(),
        settings,
        list(node.path("seeds"), CellCodec::seed),
        node.has("audit") ? Optional.of(audit(node.path("audit"))) : Optional.empty(),
        node.path("edge").asBoolean(),
        list(node.path("remarks"), JsonNode::asText));
  }

  private static ObjectNode encode(Audit audit) {
    return MAPPER
        .createObjectNode()
        .put("share", audit.share())
        .put("low", audit.low())
        .put("high", audit.high())
        .put("windows", audit.windows())
        .put("fastShare", audit.fastShare());
  }

  private static Audit audit(JsonNode node) {
    return new Audit(
        node.path("share").asDouble(),
        node.path("low").asDouble(),
        node.path("high").asDouble(),
        node.path("windows").asInt(),
        node.path("fastShare").asDouble());
  }

  private static ObjectNode encode(SeedRun run) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("seed", run.seed());
    node.put("changes", run.replicaChanges());
    run.p50().ifPresent(value -> node.put("p50", value));
    run.p95().ifPresent(value -> node.put("p95", value));
    run.p99().ifPresent(value -> node.put("p99", value));
    ArrayNode days = node.putArray("days");
    for (DaySums day : run.days()) {
      days.addArray()
          .add(day.day())
          .add(day.seconds())
          .add(day.requests())
          .add(day.violatingRequests())
          .add(day.replicaSeconds());
    }
    return node;
  }

  private static SeedRun seed(JsonNode node) {
    return new SeedRun(
        node.path("seed").asLong(),
        list(node.path("days"), CellCodec::day),
        node.path("changes").asInt(),
        optional(node.path("p50")),
        optional(node.path("p95")),
        optional(node.path("p99")));
  }

  private static DaySums day(JsonNode node) {
    return new DaySums(
        node.path(0).asInt(),
        node.path(1).asDouble(),
        node.path(2).asDouble(),
        node.path(3).asDouble(),
        node.path(4).asDouble());
  }

  private static ObjectNode encode(CellTimeline timeline) {
    ObjectNode node = MAPPER.createObjectNode();
    node.set("cell", encode(timeline.cell()));
    ArrayNode seconds = node.putArray("seconds");
    timeline.seconds().forEach(seconds::add);
    ArrayNode load = node.putArray("load");
    // JSON knows no NaN
    timeline.load().forEach(value -> load.add(value.isNaN() ? null : value));
    ObjectNode replicas = node.putObject("replicas");
    timeline
        .replicas()
        .forEach(
            (controller, values) -> {
              ArrayNode array = replicas.putArray(controller);
              values.forEach(array::add);
            });
    return node;
  }

  private static CellTimeline timeline(JsonNode node) {
    Map<String, List<Integer>> replicas = new LinkedHashMap<>();
    node.path("replicas")
        .properties()
        .forEach(entry -> replicas.put(entry.getKey(), list(entry.getValue(), JsonNode::asInt)));
    return new CellTimeline(
        cell(node.path("cell")),
        list(node.path("seconds"), JsonNode::asDouble),
        list(node.path("load"), value -> value.isNull() ? Double.NaN : value.asDouble()),
        replicas);
  }

  private static OptionalDouble optional(JsonNode node) {
    return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
  }

  private static <T> List<T> list(JsonNode nodes, Function<JsonNode, T> read) {
    List<T> values = new ArrayList<>();
    nodes.forEach(node -> values.add(read.apply(node)));
    return values;
  }
}
