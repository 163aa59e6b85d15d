package io.rlscaler.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.rlscaler.engine.safety.Adjustment.Constraint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A document {@code rlscaler.explain/v1} for people. */
final class ExplainText {
  private static final List<String> COLUMNS =
      List.of("TIME", "FROM", "TO", "BASELINE", "REASON", "OUTCOME", "CONSTRAINTS");

  private ExplainText() {}

  /** The newest decision in sentences, then one line per decision. */
  static String of(JsonNode document) {
    String name =
        document.at("/scaler/namespace").asText() + "/" + document.at("/scaler/name").asText();
    JsonNode decisions = document.path("decisions");
    if (decisions.isEmpty()) {
      return name + ": no decision yet\n";
    }
    JsonNode newest = decisions.get(0);
    String question = name + ": why " + newest.path("to").asInt() + "?";
    return printable(question + "\n\n" + sentences(newest) + "\n" + table(decisions));
  }

  /** Without characters that would steer a terminal; the texts come from elsewhere. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
  }

  private static String sentences(JsonNode decision) {
    List<String> lines = new ArrayList<>();
    lines.add(entry("Decision", decided(decision)));
    lines.add(entry("Reason", reason(decision)));
    lines.add(entry("Inputs", inputs(decision.path("signals"))));
    JsonNode replicas = decision.path("replicas");
    lines.add(
        entry(
            "Replicas",
            replicas.path("desired") + " desired, " + replicas.path("ready") + " ready"));
    lines.add(entry("Forecast", forecast(decision.path("forecast"))));
    lines.add(entry("Action", action(decision)));
    lines.add(entry("Baseline", baseline(decision.path("baseline"))));
    lines.add(entry("Constraints", decision.path("constraints").isEmpty() ? "none acted" : ""));
    for (JsonNode constraint : decision.path("constraints")) {
      lines.add("    " + sentence(constraint));
    }
    lines.add(entry("Policy", decision.path("policyDigest").asText("none was asked")));
    return String.join("\n", lines) + "\n";
  }

  private static String entry(String title, String text) {
    return String.format(Locale.ROOT, "  %-13s%s", title + ":", text).stripTrailing();
  }

  private static String decided(JsonNode decision) {
    int from = decision.path("from").asInt();
    int to = decision.path("to").asInt();
    String change =
        from == to ? "keep " + to + " replicas" : "from " + from + " to " + to + " replicas";
    return "%s at %s (%s)"
        .formatted(
            change,
            decision.path("time").asText(),
            decision.path("outcome").asText().replace('_', ' '));
  }

  private static String reason(JsonNode decision) {
    String detail = decision.path("detail").asText("");
    return decision.path("sentence").asText() + (detail.isEmpty() ? "" : " (" + detail + ")");
  }

  private static String inputs(JsonNode signals) {
    return String.join(
        "; ",
        signal("arrival rate", signals.path("arrivalRate"), 1, " requests/s"),
        signal("good ratio", signals.path("goodRatio"), 100, " %"),
        signal("utilization", signals.path("utilization"), 100, " %"),
        signal("in flight", signals.path("inFlight"), 1, ""),
        signal("queue", signals.path("queueLength"), 1, ""));
  }

  private static String signal(String name, JsonNode signal, double scale, String unit) {
    if (!signal.has("value")) {
      String why = signal.path("unknown").asText("not told").toLowerCase(Locale.ROOT);
      return name + " unknown (" + why.replace('_', ' ') + ")";
    }
    return "%s %s%s, %s s old"
        .formatted(
            name,
            number(signal.path("value").asDouble() * scale),
            unit,
            number(signal.path("ageSeconds").asDouble()));
  }

  private static String forecast(JsonNode forecast) {
    if (!forecast.path("load").isNumber()) {
      return "none, for the load is not known yet";
    }
    double percent = 100 * Math.expm1(forecast.path("growth").asDouble());
    return "the load of "
        + number(forecast.path("load").asDouble())
        + " replicas changes by "
        + (percent > 0 ? "+" : "")
        + number(percent)
        + " % at most within one start-up time";
  }

  private static String action(JsonNode decision) {
    if (!decision.path("action").isObject()) {
      return "none, for the policy did not decide";
    }
    return "%s, probability %s %%, risk %s %%"
        .formatted(
            decision.at("/action/description").asText(),
            number(100 * decision.path("probability").asDouble()),
            number(100 * decision.path("risk").asDouble()));
  }

  private static String baseline(JsonNode baseline) {
    return baseline.isNumber()
        ? "the HPA algorithm would ask for " + baseline.asInt()
        : "unknown, for its input is";
  }

  private static String sentence(JsonNode constraint) {
    String label = constraint.path("constraint").asText();
    String meaning =
        Arrays.stream(Constraint.values())
            .filter(known -> known.label().equals(label))
            .findFirst()
            .map(ExplainText::meaning)
            .orElse(label);
    return change(constraint) + " " + meaning;
  }

  private static String change(JsonNode constraint) {
    return constraint.path("before").asInt() + " -> " + constraint.path("after").asInt();
  }

  private static String meaning(Constraint constraint) {
    return switch (constraint) {
      case RISK -> "the most probable action was riskier than allowed (risk)";
      case LEAST_RISK -> "no action was safe enough, the least risky one was taken (leastRisk)";
      case AUTHORITY -> "not further below the baseline than allowed (authority)";
      case HOLD -> "recent wishes were higher (hold)";
      case UP_WINDOW -> "recent wishes were lower (upWindow)";
      case RATE -> "the behavior limits the speed (rate)";
      case NO_FALL -> "no fall while data are unknown (noFall)";
      case MIN -> "minReplicas (min)";
      case MAX -> "maxReplicas (max)";
    };
  }

  /** With three decimals at most, fewer where they are zero. */
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    String shortened = text.replaceAll("\\.?0+$", "");
    return shortened.equals("-0") ? "0" : shortened;
  }

  private static String table(JsonNode decisions) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(COLUMNS);
    decisions.forEach(decision -> rows.add(row(decision)));
    int[] widths = new int[COLUMNS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> padded(row, widths) + "\n").collect(Collectors.joining());
  }

  private static List<String> row(JsonNode decision) {
    String constraints =
        StreamSupport.stream(decision.path("constraints").spliterator(), false)
            .map(each -> each.path("constraint").asText() + " " + change(each))
            .collect(Collectors.joining(", "));
    return List.of(
        decision.path("time").asText(),
        decision.path("from").asText(),
        decision.path("to").asText(),
        decision.path("baseline").isNumber() ? decision.path("baseline").asText() : "-",
        decision.path("reason").asText(),
        decision.path("outcome").asText(),
        constraints.isEmpty() ? "-" : constraints.replace(" -> ", "->"));
  }

  private static String padded(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
