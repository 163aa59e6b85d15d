package io.rlscaler.simulator.trace;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads lines of bounded length, so that a file without line ends cannot fill the memory. */
final class BoundedLines {
  private final Reader reader;
  private final int limit;
  private final StringBuilder line = new StringBuilder();
  private long number;

  BoundedLines(Reader reader, int limit) {
    this.reader = reader;
    this.limit = limit;
  }

  /** The number of the line that was returned last, the first being 1. */
  long number() {
    return number;
  }

  /**
   * The next line without its end, cut at the limit plus one character, or null at the end of the
   * file.
   */
  @Nullable String next() throws IOException {
    line.setLength(0);
    number++;
    int character = reader.read();
    if (character < 0) {
      number--;
      return null;
    }
    while (character >= 0 && character != '\n' && line.length() <= limit) {
      line.append((char) character);
      character = reader.read();
    }
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return line.toString();
  }
}
