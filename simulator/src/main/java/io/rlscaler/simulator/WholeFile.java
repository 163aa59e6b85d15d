package io.rlscaler.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that appear complete or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a text in UTF-8, replacing a file that exists.
   *
   * @throws IOException if the file cannot be written; nothing is left behind then
   */
  public static void write(Path file, CharSequence text) throws IOException {
    Path target = file.toAbsolutePath();
    // not createTempFile, whose files nobody else may read
    String unique = "." + target.getFileName() + "." + UUID.randomUUID() + ".part";
    Path temporary = target.resolveSibling(unique);
    // also when the process is interrupted
    temporary.toFile().deleteOnExit();
    try {
      Files.writeString(temporary, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
