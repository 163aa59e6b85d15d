package io.rlscaler.integration;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Files of the work tree outside this module. */
final class RepositoryFiles {
  /** The top of the work tree; tests run in the folder of their module. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private RepositoryFiles() {}

  /** Returns the YAML files of a folder, sorted. */
  static List<Path> yaml(String folder) {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  /** Returns the text of a file. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Returns the objects of a YAML file in their order, whatever their kinds. */
  static List<GenericKubernetesResource> objects(Path file) {
    return Arrays.stream(text(file).split("(?m)^---$", -1))
        .filter(part -> part.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
        .map(part -> SERIALIZATION.unmarshal(part, GenericKubernetesResource.class))
        .toList();
  }
}
