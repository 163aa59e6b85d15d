package io.rlscaler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that a command will write to, tried before its work begins. */
final class OutputDirectory {
  private OutputDirectory() {}

  /**
   * Refuses a file in its place, and writes nothing.
   *
   * @param option that names it
   * @throws InputException if it is a file
   */
  static void requireNoFile(String option, Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new InputException(option + ": found the file " + directory + ", expected a directory");
    }
  }

  /**
   * Makes the directory where it is missing and tries to write in it.
   *
   * @param option that names it
   * @throws InputException if it cannot be written
   */
  static void prepare(String option, Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, ".writable", ""));
    } catch (IOException e) {
      throw new InputException(
          option
              + ": found "
              + directory
              + ", expected a directory that can be written: "
              + FailureHandler.describe(e),
          e);
    }
  }
}
