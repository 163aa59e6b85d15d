package io.rlscaler.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directory with the binaries that {@code integration/control-plane/build} makes.
 *
 * @param directory holds one executable for each of {@link #NAMES}
 */
public record ControlPlaneBinaries(Path directory) {
  /** System property and environment variable that name the directory. */
  public static final String LOCATION = "RLSCALER_CONTROL_PLANE";

  /** What the directory must hold. */
  public static final List<String> NAMES =
      List.of("etcd", "kube-apiserver", "kube-controller-manager", "kwok", "prometheus-adapter");

  private static final String BUILD_SCRIPT = "integration/control-plane/build";

  public ControlPlaneBinaries {
    List<String> missing =
        NAMES.stream().filter(name -> !Files.isExecutable(directory.resolve(name))).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          directory + " lacks " + missing + ", expected executables " + NAMES);
    }
  }

  /**
   * Finds the binaries: where {@link #LOCATION} points, else in the cache of the build script of
   * this work tree. Builds nothing.
   *
   * @return empty when they have not been built
   * @throws IllegalArgumentException when {@link #LOCATION} is set to a directory that is not
   *     complete
   */
  public static Optional<ControlPlaneBinaries> find() {
    return Optional.ofNullable(System.getProperty(LOCATION))
        .or(() -> Optional.ofNullable(System.getenv(LOCATION)))
        .or(() -> WorkTree.root().flatMap(ControlPlaneBinaries::cached))
        .map(Path::of)
        .map(ControlPlaneBinaries::new);
  }

  /** Returns the path of one of {@link #NAMES}. */
  Path binary(String name) {
    return directory.resolve(name);
  }

  private static Optional<String> cached(Path workTree) {
    String script = workTree.resolve(BUILD_SCRIPT).toString();
    try {
      Process process = new ProcessBuilder(script, "--find").start();
      String found =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? Optional.of(found) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + script, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
