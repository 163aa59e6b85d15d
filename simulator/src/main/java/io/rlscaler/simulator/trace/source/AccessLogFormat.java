package io.rlscaler.simulator.trace.source;

import com.fasterxml.jackson.core.JsonPointer;

/** How a line of an access log is written. One line is one request. */
public sealed interface AccessLogFormat {

  /** The time of the request of a line, in milliseconds since 1970. */
  long epochMillis(String line) throws BadLineException;

  /**
   * The Common Log Format: {@code host ident user [10/Oct/2000:13:55:36 -0700] "request" status
   * bytes}.
   */
  record Common() implements AccessLogFormat {
    @Override
    public long epochMillis(String line) throws BadLineException {
      TextLogLine text = new TextLogLine(line);
      long time = text.commonPart();
      text.requireEnd();
      return time;
    }
  }

  /**
   * The combined format: the common one and {@code "referer" "user agent"}, after which further
   * fields may stand, separated by a space.
   */
  record Combined() implements AccessLogFormat {
    @Override
    public long epochMillis(String line) throws BadLineException {
      TextLogLine text = new TextLogLine(line);
      long time = text.commonPart();
      text.quotedField("referer");
      text.quotedField("user agent");
      text.requireEndOrSpace();
      return time;
    }
  }

  /**
   * JSON lines: one object a line.
   *
   * @param timeField the member that holds the time, or a JSON pointer (RFC 6901) to it. Its value
   *     is ISO 8601 with an offset, or the time since 1970 in seconds, milliseconds, microseconds
   *     or nanoseconds, told apart by its size: seconds below 1e11, then each a thousand times more
   */
  record JsonLines(String timeField) implements AccessLogFormat {
    /** Checks the pointer, if it is one. */
    public JsonLines {
      if (timeField.isEmpty()) {
        throw new IllegalArgumentException("time field is empty, expected the name of a member");
      }
      if (timeField.startsWith("/")) {
        JsonPointer.compile(timeField);
      }
    }

    @Override
    public long epochMillis(String line) throws BadLineException {
      return JsonLogLine.epochMillis(line, timeField);
    }
  }
}
