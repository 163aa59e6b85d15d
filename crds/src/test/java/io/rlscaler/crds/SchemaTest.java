package io.rlscaler.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void everyValidationRuleHasAnObjectThatItRejects() throws IOException {
    List<String> expectations = new ArrayList<>();
    for (String folder : List.of("rejected", "rejected-updates")) {
      for (String name : ExampleFiles.names(folder)) {
        expectations.add(ExampleFiles.expectation(folder, name));
      }
    }
    Set<String> messages = new TreeSet<>();
    for (String manifest : GeneratedManifests.all().keySet()) {
      messages.addAll(messages(version(manifest).getSchema().getOpenAPIV3Schema()));
    }

    assertThat(messages)
        .hasSize(38)
        .allSatisfy(message -> assertThat(expectations).anyMatch(message::contains));
  }

  @ParameterizedTest
  @CsvSource({
    "scaler-minimal.yaml, rlscalers.rlscaler.io.yaml, io.rlscaler.crds.RLScaler",
    "source-minimal.yaml, metricsources.rlscaler.io.yaml, io.rlscaler.crds.MetricSource",
    "source-basic-auth.yaml, metricsources.rlscaler.io.yaml, io.rlscaler.crds.MetricSource"
  })
  void defaultsOfTheSchemaAreThoseOfTheRecords(String example, String manifest, Class<?> type)
      throws IOException {
    String text = ExampleFiles.text("accepted", example);
    Map<String, Object> stored = map(YAML.unmarshal(text, Map.class));
    fillIn(json(version(manifest).getSchema().getOpenAPIV3Schema()), stored);

    assertThat(json(YAML.unmarshal(text, type))).isEqualTo(stored);
  }

  @Test
  void columnsOfAScalerComeInTheirDocumentedOrder() {
    assertThat(version("rlscalers.rlscaler.io.yaml").getAdditionalPrinterColumns())
        .extracting(CustomResourceColumnDefinition::getName)
        .containsExactly(
            "TARGET",
            "MODE",
            "CURRENT",
            "DESIRED",
            "BASELINE",
            "MIN",
            "MAX",
            "POLICY",
            "REASON",
            "READY",
            "AGE");
  }

  private static CustomResourceDefinitionVersion version(String manifest) {
    return YAML.unmarshal(GeneratedManifests.all().get(manifest), CustomResourceDefinition.class)
        .getSpec()
        .getVersions()
        .get(0);
  }

  private static Set<String> messages(JSONSchemaProps schema) {
    Set<String> messages = new TreeSet<>();
    schema.getXKubernetesValidations().forEach(rule -> messages.add(rule.getMessage()));
    schema.getProperties().values().forEach(part -> messages.addAll(messages(part)));
    if (schema.getItems() != null) {
      messages.addAll(messages(schema.getItems().getSchema()));
    }
    return messages;
  }

  /** What the API server does on writing: an absent field takes its default, then its parts do. */
  private static void fillIn(Map<String, Object> schema, Map<String, Object> object) {
    map(schema.getOrDefault("properties", Map.of()))
        .forEach(
            (name, part) -> {
              Object value = map(part).get("default");
              if (value != null) {
                object.putIfAbsent(name, value);
              }
              if (object.get(name) instanceof Map) {
                fillIn(map(part), map(object.get(name)));
              }
            });
  }

  private static Map<String, Object> json(Object value) {
    return map(YAML.unmarshal(YAML.asJson(value), Map.class));
  }

  @SuppressWarnings("unchecked") // a JSON object has strings as keys
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
