package io.rlscaler.simulator.episode;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.rlscaler.engine.baseline.ScalingBehavior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The settings in an autoscaling/v2 HorizontalPodAutoscaler manifest. Its metric must be the
 * utilization of {@code cpu}, the form in which the simulator runs the HPA.
 */
public final class HpaManifest {
  private static final int DEFAULT_MIN_REPLICAS = 1;
  private static final int DEFAULT_TARGET_PERCENT = 80;

  private final Path file;

  private HpaManifest(Path file) {
    this.file = file;
  }

  /**
   * Reads a manifest.
   *
   * @throws IllegalArgumentException naming file and field (or line) and what was expected
   * @throws IOException if the file cannot be read
   */
  public static HpaSettings read(Path file) throws IOException {
    String text = Files.readString(file);
    JsonNode document;
    try {
      document = new YAMLMapper().readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          file + ", line " + e.getLocation().getLineNr() + ": not YAML: " + e.getOriginalMessage(),
          e);
    }
    return new HpaManifest(file).settings(document);
  }

  private HpaSettings settings(JsonNode document) {
    requireText(document, "apiVersion", "autoscaling/v2");
    requireText(document, "kind", "HorizontalPodAutoscaler");
    JsonNode spec = document.path("spec");
    int max = integer(spec, "spec.", "maxReplicas").orElseThrow(this::noMaxReplicas);
    int min = integer(spec, "spec.", "minReplicas").orElse(DEFAULT_MIN_REPLICAS);
    try {
      return new HpaSettings(
          target(spec.path("metrics")),
          HpaSettings.DEFAULT.tolerance(),
          HpaSettings.DEFAULT.scaleDownWindow(),
          new ScalingBehavior(rules(spec, "scaleUp"), rules(spec, "scaleDown")),
          OptionalInt.of(min),
          OptionalInt.of(max));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(file.toString())
          ? e
          : new IllegalArgumentException(file + ": " + message, e);
    }
  }

  private IllegalArgumentException noMaxReplicas() {
    return refused("spec.maxReplicas", "nothing", "a number of 1 or more");
  }

  private int target(JsonNode metrics) {
    if (metrics.isMissingNode()) {
      return DEFAULT_TARGET_PERCENT;
    }
    JsonNode metric = metrics.path(0);
    JsonNode target = metric.path("resource").path("target");
    boolean supported =
        metrics.size() == 1
            && metric.path("type").asText().equals("Resource")
            && metric.path("resource").path("name").asText().equals("cpu")
            && target.path("type").asText().equals("Utilization")
            && target.path("averageUtilization").isInt();
    if (!supported) {
      throw refused(
          "spec.metrics",
          metrics.toString(),
          "one metric of type Resource, name cpu, target type Utilization");
    }
    return target.path("averageUtilization").asInt();
  }

  private ScalingBehavior.Rules rules(JsonNode spec, String direction) {
    JsonNode rules = spec.path("behavior").path(direction);
    String field = "spec.behavior." + direction + ".";
    JsonNode tolerance = rules.path("tolerance");
    return new ScalingBehavior.Rules(
        integer(rules, field, "stabilizationWindowSeconds"),
        text(rules, "selectPolicy").map(name -> select(field + "selectPolicy", name)),
        policies(rules.path("policies"), field + "policies"),
        tolerance.isMissingNode()
            ? OptionalDouble.empty()
            : OptionalDouble.of(quantity(field + "tolerance", tolerance.asText())));
  }

  private List<ScalingBehavior.Policy> policies(JsonNode policies, String field) {
    List<ScalingBehavior.Policy> list = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      String prefix = field + "[" + i + "].";
      JsonNode policy = policies.get(i);
      list.add(
          new ScalingBehavior.Policy(
              type(prefix + "type", policy.path("type").asText()),
              required(policy, prefix, "value"),
              required(policy, prefix, "periodSeconds")));
    }
    return list;
  }

  private ScalingBehavior.Policy.Type type(String field, String name) {
    return switch (name) {
      case "Pods" -> ScalingBehavior.Policy.Type.PODS;
      case "Percent" -> ScalingBehavior.Policy.Type.PERCENT;
      default -> throw refused(field, name, "Pods or Percent");
    };
  }

  private ScalingBehavior.Select select(String field, String name) {
    return switch (name) {
      case "Max" -> ScalingBehavior.Select.MAX;
      case "Min" -> ScalingBehavior.Select.MIN;
      case "Disabled" -> ScalingBehavior.Select.DISABLED;
      default -> throw refused(field, name, "Max, Min or Disabled");
    };
  }

  /** A Kubernetes quantity between 0 and 1: plain, or in thousandths as {@code 50m}. */
  private double quantity(String field, String text) {
    try {
      return text.endsWith("m")
          ? Double.parseDouble(text.substring(0, text.length() - 1)) / 1000
          : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refused(field, text, "a quantity as 0.05 or 50m");
    }
  }

  private int required(JsonNode parent, String prefix, String name) {
    return integer(parent, prefix, name)
        .orElseThrow(() -> refused(prefix + name, "nothing", "a whole number"));
  }

  private OptionalInt integer(JsonNode parent, String prefix, String name) {
    JsonNode node = parent.path(name);
    if (node.isMissingNode()) {
      return OptionalInt.empty();
    }
    if (!node.isInt()) {
      throw refused(prefix + name, node.toString(), "a whole number");
    }
    return OptionalInt.of(node.asInt());
  }

  private static Optional<String> text(JsonNode parent, String name) {
    return Optional.of(parent.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  private void requireText(JsonNode document, String field, String expected) {
    String found = document.path(field).asText("");
    if (!found.equals(expected)) {
      throw refused(field, "\"" + found + "\"", expected);
    }
  }

  private IllegalArgumentException refused(String field, String found, String expected) {
    return new IllegalArgumentException(
        file + ": " + field + ": found " + found + ", expected " + expected);
  }

  /** A behavior as it stands in a manifest; what is left out there is left out here. */
  static Map<String, Object> document(ScalingBehavior behavior) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("scaleUp", document(behavior.scaleUp()));
    document.put("scaleDown", document(behavior.scaleDown()));
    return document;
  }

  private static Map<String, Object> document(ScalingBehavior.Rules rules) {
    Map<String, Object> document = new LinkedHashMap<>();
    rules
        .stabilizationWindowSeconds()
        .ifPresent(seconds -> document.put("stabilizationWindowSeconds", seconds));
    rules.selectPolicy().ifPresent(select -> document.put("selectPolicy", name(select)));
    if (!rules.policies().isEmpty()) {
      document.put("policies", rules.policies().stream().map(HpaManifest::document).toList());
    }
    rules.tolerance().ifPresent(tolerance -> document.put("tolerance", tolerance));
    return document;
  }

  private static Map<String, Object> document(ScalingBehavior.Policy policy) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", name(policy.type()));
    document.put("value", policy.value());
    document.put("periodSeconds", policy.periodSeconds());
    return document;
  }

  private static String name(Enum<?> constant) {
    String name = constant.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
