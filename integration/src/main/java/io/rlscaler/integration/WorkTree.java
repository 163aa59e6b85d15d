package io.rlscaler.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The work tree that the tests run in. */
final class WorkTree {
  private static final Path MARK = Path.of("integration", "control-plane", "build");

  private WorkTree() {}

  /** Finds its root: the nearest folder above the working directory that has this module in it. */
  static Optional<Path> root() {
    return Stream.iterate(
            Optional.of(Path.of("").toAbsolutePath()),
            Optional::isPresent,
            folder -> folder.map(Path::getParent))
        .flatMap(Optional::stream)
        .filter(folder -> Files.isExecutable(folder.resolve(MARK)))
        .findFirst();
  }

  /**
   * Returns a path inside.
   *
   * @throws IllegalStateException when the working directory lies outside of a work tree
   */
  static Path resolve(String path) {
    return root()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no folder above " + Path.of("").toAbsolutePath() + " has " + MARK))
        .resolve(path);
  }
}
