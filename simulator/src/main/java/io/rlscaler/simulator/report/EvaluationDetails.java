package io.rlscaler.simulator.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.simulator.evaluation.Cell;
import io.rlscaler.simulator.evaluation.CellResult;
import io.rlscaler.simulator.evaluation.CellTimeline;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.FrontPoint;
import io.rlscaler.simulator.evaluation.HpaFront;
import java.util.List;

/**
 * What the charts of the page need beyond the figures of the document: fronts, timelines and the
 * shares of both models. Costs are over the cell's bound.
 */
final class EvaluationDetails {
  private EvaluationDetails() {}

  static ObjectNode of(Evaluation evaluation) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode cells = node.putArray("cells");
    evaluation.cells().forEach(result -> cells.add(cell(result, evaluation)));
    return node;
  }

  private static ObjectNode cell(CellResult result, Evaluation evaluation) {
    Cell cell = result.cell();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("trace", cell.trace());
    node.put("startUp", cell.startUp().toMillis() / 1000.0);
    node.put("objective", cell.objective());
    double bound = result.boundReplicaSeconds();
    node.set("front", points(HpaFront.of(result.hpaFront()).points(), bound));
    node.set("tried", points(result.hpaFront(), bound));
    ArrayNode runs = node.putArray("runs");
    result.runs().forEach(run -> runs.add(run(run, bound)));
    evaluation.timelines().stream()
        .filter(timeline -> timeline.cell().equals(cell))
        .findFirst()
        .ifPresentOrElse(
            timeline -> node.set("timeline", timeline(timeline)), () -> node.putNull("timeline"));
    return node;
  }

  private static ArrayNode points(List<FrontPoint> points, double bound) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (FrontPoint point : points) {
      array.addObject().put("x", point.violationShare()).put("y", point.replicaSeconds() / bound);
    }
    return array;
  }

  private static ObjectNode run(ControllerRun run, double bound) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("controller", run.controller());
    node.put("fastShare", run.fastShare());
    node.put("cost", run.replicaSeconds() / bound);
    run.audit()
        .ifPresentOrElse(
            audit ->
                node.putObject("audit")
                    .put("fastShare", audit.fastShare())
                    .put("share", audit.share())
                    .put("low", audit.low())
                    .put("high", audit.high()),
            () -> node.putNull("audit"));
    return node;
  }

  private static ObjectNode timeline(CellTimeline timeline) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode seconds = node.putArray("seconds");
    timeline.seconds().forEach(seconds::add);
    ArrayNode load = node.putArray("load");
    for (double value : timeline.load()) {
      if (Double.isNaN(value)) {
        load.addNull();
      } else {
        load.add(Math.round(1e3 * value) / 1e3);
      }
    }
    ObjectNode replicas = node.putObject("replicas");
    timeline
        .replicas()
        .forEach(
            (controller, values) -> {
              ArrayNode column = replicas.putArray(controller);
              values.forEach(column::add);
            });
    return node;
  }
}
