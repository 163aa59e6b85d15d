package io.rlscaler.simulator.trace;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that cannot be read as traffic; the message names the file, the line or field, and the
 * remedy.
 */
public final class TraceFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An error in one line of a file, the first line being 1. */
  public TraceFormatException(Path file, long line, String foundAndExpected) {
    super(file + ", line " + line + ": " + foundAndExpected);
  }

  /** An error of the file as a whole. */
  public TraceFormatException(Path file, String foundAndExpected) {
    super(file + ": " + foundAndExpected);
  }
}
