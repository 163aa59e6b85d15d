package io.rlscaler.crds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The example objects beside the tests, which a real API server is asked about as well. */
final class ExampleFiles {
  private static final Path FOLDER = Path.of("src", "test", "resources");
  private static final String EXPECTATION = "# expect: ";

  private ExampleFiles() {}

  /** The text of one file. */
  static String text(String folder, String name) throws IOException {
    return Files.readString(FOLDER.resolve(folder).resolve(name));
  }

  /** The names of the files of a folder, sorted. */
  static List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The part of the message that a rejected object has to be refused with. */
  static String expectation(String folder, String name) throws IOException {
    String first = text(folder, name).lines().findFirst().orElse("");
    if (!first.startsWith(EXPECTATION)) {
      throw new IllegalStateException(
          folder + "/" + name + " starts with '" + first + "', expected '" + EXPECTATION + "...'");
    }
    return first.substring(EXPECTATION.length());
  }
}
