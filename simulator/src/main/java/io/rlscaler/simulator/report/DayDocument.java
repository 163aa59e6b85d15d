package io.rlscaler.simulator.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.simulator.episode.EpisodeResult;
import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.episode.TimelineStep;
import io.rlscaler.simulator.tuning.HpaSearch;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The document {@code rlscaler.demo/v1} of a comparison; all figures of the page stand in it. */
public final class DayDocument {
  /** The schema field. */
  public static final String SCHEMA = "rlscaler.demo/v1";

  private DayDocument() {}

  /** The document of a comparison. */
  public static ObjectNode of(DayComparison day) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    ObjectNode traffic = document.putObject("traffic");
    traffic.put("trace", day.traffic().trace().name());
    traffic.put("description", day.traffic().description());
    traffic.put("synthetic", day.traffic().synthetic());
    traffic.put("clippedShare", day.load().clippedShare());
    document.set("scenario", scenario(day.scenario()));
    ObjectNode verdict = document.putObject("verdict");
    verdict.put("policyWins", day.policyWins());
    verdict.put("sentence", day.sentence());
    ArrayNode controllers = document.putArray("controllers");
    controllers.add(controller(day.policyLabel(), day.policy(), day.costRatio()));
    controllers.add(controller(hpaLabel(day), day.hpa(), 1));
    document.set("hpaSearch", search(day.search()));
    document.set("timeline", timeline(day));
    return document;
  }

  private static String hpaLabel(DayComparison day) {
    return "HPA, best of "
        + day.search().tried().size()
        + " targets, tuned in hindsight on this very day";
  }

  private static ObjectNode scenario(Scenario scenario) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("startUpMedianSeconds", scenario.startUp().medianSeconds());
    node.put("startUpP90Seconds", scenario.startUp().p90Seconds());
    node.put("latencySeconds", scenario.latencySeconds());
    node.put("goodRatio", scenario.objective().goodRatio());
    node.put("replicasAtP99", scenario.replicasAtP99());
    node.put("slots", scenario.service().slots());
    node.put("serviceMeanSeconds", scenario.service().meanSeconds());
    node.put("serviceVariation", scenario.service().variation());
    node.put("capacityPerReplica", scenario.service().capacity());
    node.put("periodSeconds", scenario.period().toMillis() / 1000.0);
    node.put("metricLagSeconds", scenario.metricLag().toMillis() / 1000.0);
    node.put("min", scenario.min());
    node.put("max", scenario.max());
    return node;
  }

  private static ObjectNode controller(String label, EpisodeResult result, double costRatio) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("label", label);
    node.put("replicaHours", result.score().replicaHours());
    node.put("costRatio", costRatio);
    node.set("result", SimulationDocument.of(result));
    return node;
  }

  private static ArrayNode search(HpaSearch.Outcome outcome) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (HpaSearch.Candidate candidate : outcome.tried()) {
      ObjectNode node = array.addObject();
      node.put("target", candidate.settings().targetPercent() / 100.0);
      node.put("replicaHours", candidate.score().replicaHours());
      node.put("violationShare", candidate.score().violationShare());
      node.put("meetsObjective", candidate.score().meetsObjective());
      node.put("best", candidate.equals(outcome.best()));
    }
    return array;
  }

  private static ObjectNode timeline(DayComparison day) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    double capacity = day.scenario().service().capacity();
    List<TimelineStep> steps = day.policy().timeline();
    node.set("seconds", column(steps, step -> OptionalDouble.of(step.seconds())));
    node.set("load", column(steps, step -> divided(step.rate(), capacity)));
    node.set("policy", columns(steps));
    node.set("hpa", columns(day.hpa().timeline()));
    return node;
  }

  private static OptionalDouble divided(OptionalDouble value, double divisor) {
    return value.isPresent()
        ? OptionalDouble.of(value.getAsDouble() / divisor)
        : OptionalDouble.empty();
  }

  private static ObjectNode columns(List<TimelineStep> steps) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("desired", column(steps, step -> OptionalDouble.of(step.desired())));
    node.set("ready", column(steps, step -> OptionalDouble.of(step.ready())));
    node.set("p95", column(steps, step -> step.latency().p95()));
    return node;
  }

  /** One value per decision, to four digits behind the point; null where unknown. */
  private static ArrayNode column(
      List<TimelineStep> steps, Function<TimelineStep, OptionalDouble> value) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(steps.size());
    for (TimelineStep step : steps) {
      OptionalDouble cell = value.apply(step);
      if (cell.isEmpty()) {
        array.addNull();
      } else {
        double rounded = Math.round(1e4 * cell.getAsDouble()) / 1e4;
        if (rounded == Math.rint(rounded)) {
          array.add((long) rounded);
        } else {
          array.add(rounded);
        }
      }
    }
    return array;
  }
}
