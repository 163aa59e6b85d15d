package io.rlscaler.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private static final Path COMMITTED = Path.of("manifests");

  @Test
  void committedManifestsAreTheGeneratedOnes() throws IOException {
    SortedMap<String, String> generated = GeneratedManifests.all();
    if (Boolean.getBoolean("regenerate")) {
      write(generated);
    }
    assertThat(committed())
        .as("crds/manifests differs from the classes; run: %s", GeneratedManifests.COMMAND)
        .isEqualTo(generated);
  }

  private static void write(Map<String, String> manifests) throws IOException {
    Files.createDirectories(COMMITTED);
    for (Map.Entry<String, String> manifest : manifests.entrySet()) {
      Files.writeString(COMMITTED.resolve(manifest.getKey()), manifest.getValue());
    }
  }

  private static SortedMap<String, String> committed() throws IOException {
    SortedMap<String, String> committed = new TreeMap<>();
    try (Stream<Path> files = Files.list(COMMITTED)) {
      for (Path file : files.toList()) {
        committed.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return committed;
  }
}
