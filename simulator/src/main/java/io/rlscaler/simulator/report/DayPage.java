package io.rlscaler.simulator.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.rlscaler.simulator.Percent;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The report of a comparison as one HTML page that needs nothing from outside. Every figure is
 * taken from the document that is embedded in it.
 */
public final class DayPage {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

  private final JsonNode document;

  private DayPage(JsonNode document) {
    this.document = document;
  }

  /** The page of a comparison. */
  public static String of(DayComparison day) {
    return new DayPage(DayDocument.of(day)).render();
  }

  private String render() {
    ChartLibrary charts = ChartLibrary.load();
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("style", ChartLibrary.read("day-page.css")),
            Map.entry("headline", headline()),
            Map.entry("sentence", escape(document.at("/verdict/sentence").asText())),
            Map.entry("traffic", escape(document.at("/traffic/description").asText())),
            Map.entry("kind", synthetic() ? "synthetic traffic" : "real traffic"),
            Map.entry("clipped", clipped()),
            Map.entry("rows", rows()),
            Map.entry("search", search()),
            Map.entry("scenario", scenario()),
            Map.entry("budget", Percent.rounded(1 - document.at("/scenario/goodRatio").asDouble())),
            Map.entry("latency", milliseconds(document.at("/scenario/latencySeconds"))),
            Map.entry("json", document.toString().replace("<", "\\u003c")),
            Map.entry("library", charts.script()),
            Map.entry("script", ChartLibrary.read("day-page.js")),
            Map.entry("version", escape(charts.version())),
            Map.entry("licence", escape(charts.licence())));
    return PLACEHOLDER
        .matcher(ChartLibrary.read("day-page.html"))
        .replaceAll(match -> Matcher.quoteReplacement(values.get(match.group(1))));
  }

  private boolean synthetic() {
    return document.at("/traffic/synthetic").asBoolean();
  }

  private String headline() {
    return document.at("/verdict/policyWins").asBoolean()
        ? "The policy did better on this day"
        : "Keep your HPA";
  }

  private String clipped() {
    double share = document.at("/traffic/clippedShare").asDouble();
    return share > 0
        ? Percent.rounded(share) + " of the day needs more than the most replicas and was cut off."
        : "";
  }

  private String rows() {
    return elements(document.path("controllers")).map(this::row).collect(Collectors.joining("\n"));
  }

  private String row(JsonNode controller) {
    JsonNode result = controller.path("result");
    boolean kept = result.path("meetsObjective").asBoolean();
    return "<tr><td>%s</td><td>%s</td>"
            .formatted(escape(controller.path("label").asText()), settings(result.path("settings")))
        + cell(fixed(controller.path("replicaHours"), 1))
        + cell(fixed(controller.path("costRatio"), 3))
        + cell(Percent.rounded(result.path("violationShare").asDouble()))
        + "<td class=\"%s\">%s</td>".formatted(kept ? "kept" : "missed", kept ? "kept" : "missed")
        + cell(milliseconds(result.at("/latencySeconds/p95")))
        + cell(milliseconds(result.at("/latencySeconds/p99")))
        + cell(result.path("replicaChanges").asText())
        + cell(result.path("peakReplicas").asText())
        + "</tr>";
  }

  private static String settings(JsonNode settings) {
    return settings.properties().stream()
        .filter(entry -> !entry.getKey().equals("digest") && !entry.getKey().equals("policy"))
        .map(entry -> escape(entry.getKey() + " " + entry.getValue().asText()))
        .collect(Collectors.joining(", "));
  }

  private String search() {
    return elements(document.path("hpaSearch"))
        .map(
            tried ->
                "<tr%s><td class=\"figure\">%.0f %%</td>"
                        .formatted(
                            tried.path("best").asBoolean() ? " class=\"best\"" : "",
                            100 * tried.path("target").asDouble())
                    + cell(fixed(tried.path("replicaHours"), 1))
                    + cell(Percent.rounded(tried.path("violationShare").asDouble()))
                    + "<td>%s</td></tr>"
                        .formatted(tried.path("meetsObjective").asBoolean() ? "kept" : "missed"))
        .collect(Collectors.joining("\n"));
  }

  private String scenario() {
    JsonNode scenario = document.path("scenario");
    return String.format(
        Locale.ROOT,
        "Good requests: at least %s within %s. Start-up of a replica: median %.0f s, slowest tenth"
            + " over %.0f s. Each replica works on %d requests at a time, mean service time %s, so"
            + " it serves %.0f requests/s at 100 %%. The trace is scaled so that its 99th"
            + " percentile keeps %.0f replicas busy. A decision every %.0f s on metrics %.0f s old,"
            + " between %d and %d replicas. Seed %d. The queue is the fast model, not single"
            + " requests.",
        Percent.rounded(scenario.path("goodRatio").asDouble()),
        milliseconds(scenario.path("latencySeconds")),
        scenario.path("startUpMedianSeconds").asDouble(),
        scenario.path("startUpP90Seconds").asDouble(),
        scenario.path("slots").asInt(),
        milliseconds(scenario.path("serviceMeanSeconds")),
        scenario.path("capacityPerReplica").asDouble(),
        scenario.path("replicasAtP99").asDouble(),
        scenario.path("periodSeconds").asDouble(),
        scenario.path("metricLagSeconds").asDouble(),
        scenario.path("min").asInt(),
        scenario.path("max").asInt(),
        document.at("/controllers/0/result/seed").asLong());
  }

  private static java.util.stream.Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String cell(String text) {
    return "<td class=\"figure\">" + text + "</td>";
  }

  private static String fixed(JsonNode value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value.asDouble());
  }

  private static String milliseconds(JsonNode seconds) {
    return seconds.isNull()
        ? "unknown"
        : String.format(Locale.ROOT, "%.0f ms", 1000 * seconds.asDouble());
  }

  /** A text that a browser shows as it is. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
