package io.rlscaler.simulator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** An {@code autoscaling/v2} HorizontalPodAutoscaler with the settings of a simulated HPA. */
final class HpaManifestText {
  /** What one should know before such a manifest is applied. */
  static final String NOTES =
      """
      # Set the name in scaleTargetRef to that of your Deployment.
      # tolerance needs the feature gate HPAConfigurableTolerance (alpha in Kubernetes 1.33,
      # beta in 1.35); without it the API server drops the field, and the tolerance of the
      # controller holds for all HPAs.
      """;

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private HpaManifestText() {}

  /** The floor among some settings, 0 for none. */
  static double floor(Map<String, Object> settings) {
    return number(settings, "floor").orElse(0);
  }

  /**
   * What a floor comes to.
   *
   * @param peak largest load of the last week [replicas at 100 %]
   */
  static int minReplicas(double floor, double peak, int min, int max) {
    return Math.min(max, Math.max(min, (int) Math.ceil(floor * peak)));
  }

  /** Where minReplicas comes from, empty without a floor. */
  static String floorNote(double floor, double peak) {
    return floor > 0
        ? String.format(
            Locale.ROOT,
            "# minReplicas is %s of the largest load of the last week, %.1f replicas; renew it"
                + " weekly.\n",
            EvaluationText.share(floor),
            peak)
        : "";
  }

  /** The manifest without comments. */
  static String of(String name, Map<String, Object> settings, int minReplicas, int maxReplicas) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("apiVersion", "autoscaling/v2");
    manifest.put("kind", "HorizontalPodAutoscaler");
    manifest.putObject("metadata").put("name", name);
    ObjectNode spec = manifest.putObject("spec");
    spec.putObject("scaleTargetRef")
        .put("apiVersion", "apps/v1")
        .put("kind", "Deployment")
        .put("name", "web");
    spec.put("minReplicas", minReplicas);
    spec.put("maxReplicas", maxReplicas);
    metric(spec, number(settings, "target").orElseThrow());
    spec.set("behavior", behavior(settings));
    try {
      return YAML.writeValueAsString(manifest);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void metric(ObjectNode spec, double target) {
    ObjectNode metric = spec.putArray("metrics").addObject().put("type", "Resource");
    metric
        .putObject("resource")
        .put("name", "cpu")
        .putObject("target")
        .put("type", "Utilization")
        .put("averageUtilization", (int) Math.round(100 * target));
  }

  /** The behavior of the settings, with window and tolerance where it names none. */
  private static ObjectNode behavior(Map<String, Object> settings) {
    ObjectNode behavior =
        MAPPER.valueToTree(settings.getOrDefault("behavior", Map.<String, Object>of()));
    ObjectNode up = behavior.withObjectProperty("scaleUp");
    ObjectNode down = behavior.withObjectProperty("scaleDown");
    if (!down.has("stabilizationWindowSeconds") && settings.containsKey("scaleDownWindow")) {
      String window = String.valueOf(settings.get("scaleDownWindow"));
      down.put("stabilizationWindowSeconds", Integer.parseInt(window.replace("s", "")));
    }
    OptionalDouble tolerance = number(settings, "tolerance");
    if (tolerance.isPresent()) {
      String quantity =
          BigDecimal.valueOf(tolerance.getAsDouble()).stripTrailingZeros().toPlainString();
      for (ObjectNode rules : new ObjectNode[] {up, down}) {
        rules.put("tolerance", rules.path("tolerance").asText(quantity));
      }
    }
    return behavior;
  }

  private static OptionalDouble number(Map<String, Object> settings, String key) {
    return settings.get(key) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }
}
