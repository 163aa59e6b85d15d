package io.rlscaler.simulator.trace;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads lines of bounded length, so that a file without line ends cannot fill the memory. */
final class BoundedLines {
  private final Reader reader;
  private final int limit;
  private final char[] buffer = new char[1 << 13];
  private final StringBuilder line = new StringBuilder();
  private int next;
  private int filled;
  private boolean cut;
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
   * file. What was cut off is passed over.
   */
  @Nullable String next() throws IOException {
    while (cut) {
      cut = !take();
      line.setLength(0);
      if (filled < 0) {
        return null;
      }
    }
    line.setLength(0);
    boolean ended = take();
    if (line.isEmpty() && filled < 0) {
      return null;
    }
    number++;
    cut = !ended;
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return line.toString();
  }

  /** Takes characters up to the limit plus one; whether the line ended there. */
  private boolean take() throws IOException {
    while (line.length() <= limit) {
      if (next == filled) {
        filled = reader.read(buffer);
        next = 0;
        if (filled < 0) {
          next = filled;
          return true;
        }
      }
      int begin = next;
      int end = Math.min(filled, begin + limit + 1 - line.length());
      while (next < end && buffer[next] != '\n') {
        next++;
      }
      line.append(buffer, begin, next - begin);
      if (next < end) {
        next++;
        return true;
      }
    }
    return false;
  }
}
