package io.rlscaler.operator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The kill switch for the whole operator: a mounted ConfigMap, read as a file.
 *
 * <p>No file means not pulled; what cannot be read or understood freezes. It needs neither the API
 * server nor Prometheus.
 */
public final class GlobalKillSwitch {
  private static final int MAX_BYTES = 64;

  private final Optional<Path> file;

  /** A switch at {@code file}; empty for none. */
  public GlobalKillSwitch(Optional<Path> file) {
    this.file = file;
  }

  /** The text of the switch; empty when not pulled, {@code unreadable} when it cannot be read. */
  public String text() {
    if (file.isEmpty()) {
      return "";
    }
    try {
      if (Files.size(file.get()) > MAX_BYTES) {
        return "unreadable";
      }
      return Files.readString(file.get()).strip();
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
