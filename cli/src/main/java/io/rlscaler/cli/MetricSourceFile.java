package io.rlscaler.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.rlscaler.crds.MetricSourceSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the one MetricSource of a YAML file, which may hold other objects as well. */
final class MetricSourceFile {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private MetricSourceFile() {}

  /** The source's specification. */
  static MetricSourceSpec read(Path file) {
    List<JsonNode> sources = new ArrayList<>();
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
      while (documents.hasNextValue()) {
        JsonNode document = documents.nextValue();
        if (document.path("kind").asText().equals("MetricSource")) {
          sources.add(document);
        }
      }
      if (sources.size() != 1) {
        throw new InputException(
            file + ": " + sources.size() + " objects of kind MetricSource, expected one");
      }
      return usable(file, YAML.treeToValue(sources.get(0).path("spec"), MetricSourceSpec.class));
    } catch (JsonProcessingException e) {
      throw new InputException(file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InputException(FailureHandler.describe(e), e);
    }
  }

  // What a record says is never null may be missing in a file.
  @SuppressWarnings("ConstantConditions")
  private static MetricSourceSpec usable(Path file, MetricSourceSpec spec) {
    if (spec == null || spec.signals() == null || spec.signals().arrivalRate() == null) {
      throw new InputException(file + ": spec.signals.arrivalRate is missing, expected a query");
    }
    return spec;
  }
}
