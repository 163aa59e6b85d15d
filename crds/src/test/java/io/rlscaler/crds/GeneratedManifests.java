package io.rlscaler.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The manifests that the classes of this module stand for. Over Fabric8's generator it keeps the
 * printer columns in the order of their annotations (the generator sorts them by path), states each
 * rule of a record's component once (the generator finds it on the field and on the accessor), and
 * makes conditions a list keyed by type.
 */
final class GeneratedManifests {
  static final String COMMAND = "mvn -pl crds -am test -Dtest=ManifestsTest -Dregenerate=true";

  private static final List<Class<? extends CustomResource<?, ?>>> RESOURCES =
      List.of(RLScaler.class, MetricSource.class, ScalingPolicy.class);

  private GeneratedManifests() {}

  /** The text of each manifest by file name. */
  static SortedMap<String, String> all() {
    SortedMap<String, String> manifests = new TreeMap<>();
    for (Class<? extends CustomResource<?, ?>> resource : RESOURCES) {
      manifests.put(CustomResource.getCRDName(resource) + ".yaml", of(resource));
    }
    return manifests;
  }

  private static String of(Class<? extends CustomResource<?, ?>> resource) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new CRDGenerator()
        .customResourceClasses(List.of(resource))
        .withParallelGenerationEnabled(false)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                ((CustomResourceDefinition) crd)
                    .getSpec()
                    .getVersions()
                    .forEach(each -> complete(each, resource));
                return crd;
              }
            })
        .withOutput(
            new CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream>() {
              @Override
              protected ByteArrayOutputStream createStreamFor(String name) {
                return text;
              }
            })
        .generate();
    String generated = text.toString(StandardCharsets.UTF_8);
    return "# Generated from io.rlscaler.crds by `"
        + COMMAND
        + "`; do not edit.\n"
        + generated.substring(generated.indexOf('\n') + 1);
  }

  private static void complete(
      CustomResourceDefinitionVersion version, Class<? extends CustomResource<?, ?>> resource) {
    List<String> order =
        Arrays.stream(resource.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::jsonPath)
            .toList();
    List<CustomResourceColumnDefinition> columns =
        new ArrayList<>(version.getAdditionalPrinterColumns());
    columns.sort(Comparator.comparingInt(column -> order.indexOf(column.getJsonPath())));
    version.setAdditionalPrinterColumns(columns);
    complete(version.getSchema().getOpenAPIV3Schema());
  }

  private static void complete(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(
        new ArrayList<>(new LinkedHashSet<>(schema.getXKubernetesValidations())));
    for (Map.Entry<String, JSONSchemaProps> property : schema.getProperties().entrySet()) {
      complete(property.getValue());
      if (property.getKey().equals("conditions")) {
        property.getValue().setXKubernetesListType("map");
        property.getValue().setXKubernetesListMapKeys(List.of("type"));
      }
    }
    if (schema.getItems() != null) {
      complete(schema.getItems().getSchema());
    }
  }
}
