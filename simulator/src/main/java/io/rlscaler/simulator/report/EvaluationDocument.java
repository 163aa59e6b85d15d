package io.rlscaler.simulator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rlscaler.simulator.evaluation.Audit;
import io.rlscaler.simulator.evaluation.ControllerRun;
import io.rlscaler.simulator.evaluation.Estimate;
import io.rlscaler.simulator.evaluation.Evaluation;
import io.rlscaler.simulator.evaluation.EvaluationSetup;
import io.rlscaler.simulator.evaluation.EvaluationSummary;
import io.rlscaler.simulator.evaluation.Interval;
import io.rlscaler.simulator.evaluation.Kept;
import io.rlscaler.simulator.evaluation.PooledFigures;
import io.rlscaler.simulator.evaluation.RowFigures;
import io.rlscaler.simulator.evaluation.SeedRun;
import io.rlscaler.simulator.evaluation.TraceFacts;
import io.rlscaler.simulator.evaluation.Verdict;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The document {@code rlscaler.evaluation/v1}. What is unknown is null; a pooled row whose start-up
 * time and objective are null stands for all of them together. Times are in seconds, shares and
 * objectives between 0 and 1. Rows of traces that only show seasons stand apart and are not pooled,
 * nor are those of cells that are not calibrated.
 *
 * <p>The violation share of a row is corrected by the audit; those in {@code perSeed} and the
 * latencies are the fast model's alone, and so are the shares at which {@code costAtEqualViolation}
 * compares.
 */
public final class EvaluationDocument {
  /** The schema field. */
  public static final String SCHEMA = "rlscaler.evaluation/v1";

  private static final Map<String, Function<SeedRun, OptionalDouble>> QUANTILES =
      new TreeMap<>(Map.of("p50", SeedRun::p50, "p95", SeedRun::p95, "p99", SeedRun::p99));

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EvaluationDocument() {}

  /**
   * The document of an evaluation.
   *
   * @param evaluation what was run
   * @param summary what it says
   */
  public static ObjectNode of(Evaluation evaluation, EvaluationSummary summary) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", SCHEMA);
    document.set("setup", setup(evaluation.setup()));
    ArrayNode traces = document.putArray("traces");
    evaluation.traces().forEach(trace -> traces.add(trace(trace)));
    ArrayNode excluded = document.putArray("excluded");
    evaluation
        .exclusions()
        .forEach(
            exclusion ->
                excluded
                    .addObject()
                    .put("what", exclusion.what())
                    .put("reason", exclusion.reason()));
    ArrayNode rows = document.putArray("rows");
    summary.rows().forEach(row -> rows.add(row(row)));
    ArrayNode seasonal = document.putArray("seasonal");
    summary.seasonal().forEach(row -> seasonal.add(row(row)));
    ArrayNode pooled = document.putArray("pooled");
    summary.pooled().forEach(row -> pooled.add(pooled(row)));
    document.set("verdict", verdict(summary.verdict()));
    return document;
  }

  /** The document as a file: indented, with a line break at the end; the same bytes each time. */
  public static String text(Evaluation evaluation, EvaluationSummary summary) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(of(evaluation, summary))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode setup(EvaluationSetup setup) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("policy", setup.policy());
    node.put("policyDigest", setup.policyDigest());
    node.set("scoringSeeds", MAPPER.valueToTree(setup.scoringSeeds()));
    node.set("tuningSeeds", MAPPER.valueToTree(setup.tuningSeeds()));
    put(node, "pricePerReplicaHour", setup.pricePerReplicaHour());
    node.set("scenario", MAPPER.valueToTree(setup.scenario()));
    node.put("codeVersion", setup.codeVersion());
    return node;
  }

  private static ObjectNode trace(TraceFacts trace) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("trace", trace.trace());
    node.put("source", trace.source());
    node.put("digest", trace.digest());
    node.put("step", seconds(trace.step()));
    node.put("past", seconds(trace.past()));
    node.put("scored", seconds(trace.scored()));
    node.put("clippedShare", trace.clippedShare());
    return node;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static ObjectNode row(RowFigures row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("trace", row.cell().trace());
    node.put("startUp", seconds(row.cell().startUp()));
    node.put("objective", row.cell().objective());
    node.put("calibrated", row.cell().calibrated());
    node.put("controller", row.controller());
    node.put("tuned", row.run().map(ControllerRun::tuned).orElse(false));
    node.set(
        "settings", MAPPER.valueToTree(row.run().map(ControllerRun::settings).orElse(Map.of())));
    node.put("edge", row.run().map(ControllerRun::edge).orElse(false));
    node.set(
        "remarks", MAPPER.valueToTree(row.run().map(ControllerRun::remarks).orElse(List.of())));
    node.put("costOverBound", row.costOverBound().value());
    put(node, "violationShare", value(row.violationShare()));
    node.put("kept", row.kept().map(Kept::word).orElse(null));
    node.put("meetsObjective", row.kept().map(Kept.KEPT::equals).orElse(null));
    put(node, "gapClosed", row.gapClosed());
    put(node, "costAtEqualViolation", row.costAtEqualViolation());
    ObjectNode intervals = node.putObject("intervals");
    intervals.set("costOverBound", interval(row.costOverBound().interval()));
    put(intervals, "violationShare", row.violationShare());
    put(intervals, "costOverHpaPast", row.costOverHpaPast());
    node.set("latencySeconds", latency(row));
    put(node, "replicaChangesPerHour", row.replicaChangesPerHour());
    put(node, "money", row.money());
    row.run()
        .flatMap(ControllerRun::audit)
        .ifPresentOrElse(audit -> node.set("audit", audit(audit)), () -> node.putNull("audit"));
    ArrayNode seeds = node.putArray("perSeed");
    row.run().ifPresent(run -> run.seeds().forEach(seed -> seeds.add(seed(seed))));
    return node;
  }

  private static ObjectNode latency(RowFigures row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (String quantile : QUANTILES.keySet()) {
      put(node, quantile, latency(row, quantile));
    }
    return node;
  }

  /**
   * Mean over the seeds of a quantile of the latency [s]; unknown where it is for any seed.
   *
   * @param quantile p50, p95 or p99
   */
  static OptionalDouble latency(RowFigures row, String quantile) {
    Function<SeedRun, OptionalDouble> of = Objects.requireNonNull(QUANTILES.get(quantile));
    List<SeedRun> seeds = row.run().map(ControllerRun::seeds).orElse(List.of());
    return seeds.stream().anyMatch(seed -> of.apply(seed).isEmpty())
        ? OptionalDouble.empty()
        : seeds.stream().mapToDouble(seed -> of.apply(seed).getAsDouble()).average();
  }

  private static ObjectNode audit(Audit audit) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("share", audit.share());
    node.set("interval", interval(new Interval(audit.low(), audit.high())));
    node.put("windows", audit.windows());
    return node;
  }

  private static ObjectNode seed(SeedRun seed) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("seed", seed.seed());
    node.put("violationShare", seed.violationShare());
    node.put("replicaSeconds", seed.replicaSeconds());
    node.put("replicaChanges", seed.replicaChanges());
    return node;
  }

  private static ObjectNode pooled(PooledFigures row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(
        node,
        "startUp",
        row.startUp().isPresent()
            ? OptionalDouble.of(seconds(row.startUp().get()))
            : OptionalDouble.empty());
    put(node, "objective", row.objective());
    node.put("controller", row.controller());
    node.put("cells", row.cells());
    node.put("kept", row.kept());
    node.put("missed", row.missed());
    node.put("gapCells", row.gapCells());
    put(node, "gapClosed", value(row.gapClosed()));
    put(node, "costOverHpaPast", value(row.costOverHpaPast()));
    ObjectNode intervals = node.putObject("intervals");
    put(intervals, "gapClosed", row.gapClosed());
    put(intervals, "costOverHpaPast", row.costOverHpaPast());
    return node;
  }

  private static ObjectNode verdict(Verdict verdict) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("passes", verdict.passes());
    node.put("sentence", verdict.sentence());
    ArrayNode reasons = node.putArray("reasons");
    verdict.reasons().forEach(reasons::add);
    return node;
  }

  private static OptionalDouble value(Optional<Estimate> estimate) {
    return estimate.isPresent()
        ? OptionalDouble.of(estimate.get().value())
        : OptionalDouble.empty();
  }

  private static ArrayNode interval(Interval interval) {
    return JsonNodeFactory.instance.arrayNode().add(interval.low()).add(interval.high());
  }

  private static void put(ObjectNode node, String field, Optional<Estimate> estimate) {
    estimate.ifPresentOrElse(
        present -> node.set(field, interval(present.interval())), () -> node.putNull(field));
  }

  private static void put(ObjectNode node, String field, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(field, value.getAsDouble());
    } else {
      node.putNull(field);
    }
  }
}
