package io.rlscaler.simulator.trace.source;

import io.rlscaler.simulator.trace.TextFile;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;

/** One line of the common or combined log format, read from left to right. */
final class TextLogLine {
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final int TIME_LENGTH = "10/Oct/2000:13:55:36 -0700".length();

  /** What each character of a time is: a digit, a letter, a sign, or the character itself. */
  private static final String TIME_SHAPE = "dd/LLL/dddd:dd:dd:dd sdddd";

  private final String line;
  private int at;

  TextLogLine(String line) {
    this.line = line;
  }

  /** Reads up to the number of bytes and returns the time [ms since 1970]. */
  long commonPart() throws BadLineException {
    int open = line.indexOf('[');
    while (open >= 0 && !closes(open)) {
      open = line.indexOf('[', open + 1);
    }
    if (open < 0) {
      throw new BadLineException(
          "no time in " + TextFile.quoted(line) + ", expected one as [10/Oct/2000:13:55:36 -0700]");
    }
    requireThreeFields(line.substring(0, open));
    long time = epochMillis(line.substring(open + 1, open + 1 + TIME_LENGTH));
    at = open + TIME_LENGTH + 2;
    quotedField("request");
    String status = plainField("status");
    if (status.length() != 3 || !isNumber(status)) {
      throw new BadLineException("status is " + TextFile.quoted(status) + ", expected 3 digits");
    }
    String bytes = plainField("bytes");
    if (!bytes.equals("-") && !isNumber(bytes)) {
      throw new BadLineException(
          "bytes are " + TextFile.quoted(bytes) + ", expected a number or -");
    }
    return time;
  }

  private boolean closes(int open) {
    int close = open + TIME_LENGTH + 1;
    return close < line.length() && line.charAt(close) == ']';
  }

  private static void requireThreeFields(String fields) throws BadLineException {
    int ends = 0;
    for (int i = 1; i < fields.length(); i++) {
      ends += fields.charAt(i) == ' ' && fields.charAt(i - 1) != ' ' ? 1 : 0;
    }
    if (ends < 3 || !fields.endsWith(" ")) {
      throw new BadLineException(
          TextFile.quoted(fields) + " before the time, expected host, identity and user");
    }
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** A field in quotation marks, in which a backslash takes the meaning from the next character. */
  void quotedField(String name) throws BadLineException {
    requireSpace(name);
    if (at == line.length() || line.charAt(at) != '"') {
      throw new BadLineException("no " + name + " in quotation marks, found " + rest());
    }
    int end = at + 1;
    while (end < line.length() && line.charAt(end) != '"') {
      end += line.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= line.length()) {
      throw new BadLineException("the " + name + " does not end: " + rest());
    }
    at = end + 1;
  }

  private String plainField(String name) throws BadLineException {
    requireSpace(name);
    int end = line.indexOf(' ', at);
    String field = line.substring(at, end < 0 ? line.length() : end);
    at += field.length();
    return field;
  }

  private void requireSpace(String name) throws BadLineException {
    if (at == line.length() || line.charAt(at) != ' ') {
      throw new BadLineException("no " + name + ", found " + rest() + " in its place");
    }
    at++;
  }

  void requireEnd() throws BadLineException {
    if (at != line.length()) {
      throw new BadLineException(
          rest() + " behind the bytes, expected the end of the line (is the format combined?)");
    }
  }

  void requireEndOrSpace() throws BadLineException {
    if (at != line.length() && line.charAt(at) != ' ') {
      throw new BadLineException(rest() + " behind the user agent, expected a space or the end");
    }
  }

  private String rest() {
    return at >= line.length() ? "the end of the line" : TextFile.quoted(line.substring(at));
  }

  private static long epochMillis(String time) throws BadLineException {
    int month = MONTHS.indexOf(time.substring(3, 6)) + 1;
    if (!hasShape(time) || month == 0) {
      throw notATime(time);
    }
    int hour = number(time, 12, 14);
    int minute = number(time, 15, 17);
    int second = number(time, 18, 20);
    int offset = number(time, 22, 24) * 60 + number(time, 24, 26);
    // 60 is a leap second
    if (hour > 23 || minute > 59 || second > 60 || offset > 18 * 60) {
      throw notATime(time);
    }
    long day;
    try {
      day = LocalDate.of(number(time, 7, 11), month, number(time, 0, 2)).toEpochDay();
    } catch (DateTimeException e) {
      throw notATime(time);
    }
    long minutes = (day * 24 + hour) * 60 + minute - (time.charAt(21) == '-' ? -offset : offset);
    return (minutes * 60 + second) * 1000;
  }

  private static boolean hasShape(String time) {
    for (int i = 0; i < TIME_LENGTH; i++) {
      char found = time.charAt(i);
      boolean right =
          switch (TIME_SHAPE.charAt(i)) {
            case 'd' -> found >= '0' && found <= '9';
            case 's' -> found == '+' || found == '-';
            case 'L' -> Character.isLetter(found);
            default -> found == TIME_SHAPE.charAt(i);
          };
      if (!right) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int begin, int end) {
    return Integer.parseInt(text, begin, end, 10);
  }

  private static BadLineException notATime(String time) {
    return new BadLineException(
        "time is " + TextFile.quoted(time) + ", expected one as 10/Oct/2000:13:55:36 -0700");
  }
}
