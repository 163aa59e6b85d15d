package io.rlscaler.engine.artifact;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Port to whatever can write policies in this installation, found by {@link
 * java.util.ServiceLoader}; an installation without the trainer has none.
 */
public interface PolicyExporter {
  /**
   * Writes a policy that always keeps one headroom level over the forecast.
   *
   * <p>The same level gives the same bytes. A policy that is already in {@code directory} is
   * replaced as a whole; nothing is left half-written.
   *
   * @param level one of {@link io.rlscaler.engine.policy.ActionTable#LEVELS}
   * @param directory where the policy's files go; created when missing
   * @throws IllegalArgumentException when the table has no such level
   * @throws IOException when the directory holds anything but a policy, or cannot be written
   */
  void exportHeadroom(double level, Path directory) throws IOException;
}
