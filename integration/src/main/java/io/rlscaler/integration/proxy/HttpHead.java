package io.rlscaler.integration.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first line and the header lines of an HTTP/1.1 message (RFC 9112), kept as they came.
 *
 * @param startLine request line or status line
 * @param fields header lines without line ends
 */
record HttpHead(String startLine, List<String> fields) {
  private static final int LONGEST = 64 * 1024;

  /** Reads a head; empty when the connection ended before its first byte. */
  static Optional<HttpHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    line.write(first);
    String startLine = readLine(in, line);
    List<String> fields = new ArrayList<>();
    int length = startLine.length();
    String field = readLine(in);
    while (!field.isEmpty()) {
      fields.add(field);
      length += field.length();
      if (length > LONGEST) {
        throw new IOException("head is longer than " + LONGEST + " bytes");
      }
      field = readLine(in);
    }
    return Optional.of(new HttpHead(startLine, List.copyOf(fields)));
  }

  /** Reads a line without its line end. */
  static String readLine(InputStream in) throws IOException {
    return readLine(in, new ByteArrayOutputStream());
  }

  private static String readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("connection ended inside a line");
      }
      if (line.size() >= LONGEST) {
        throw new IOException("line is longer than " + LONGEST + " bytes");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** The head as it goes over the wire, with the empty line at its end. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder(startLine).append("\r\n");
    fields.forEach(field -> text.append(field).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The method of a request. */
  String method() {
    return word(0);
  }

  /** Path and query of a request. */
  String target() {
    return word(1);
  }

  /** The status of a response. */
  int status() throws IOException {
    try {
      return Integer.parseInt(word(1));
    } catch (NumberFormatException e) {
      throw new IOException("not a status line: " + startLine, e);
    }
  }

  /** The value of the first field of a name, in lower case. */
  Optional<String> value(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return fields.stream()
        .map(field -> field.toLowerCase(Locale.ROOT))
        .filter(field -> field.startsWith(start))
        .map(field -> field.substring(start.length()).strip())
        .findFirst();
  }

  /** Whether the sender ends the connection after this message. */
  boolean isLast() {
    return value("connection").filter("close"::equals).isPresent();
  }

  private String word(int position) {
    String[] words = startLine.split(" ", 3);
    return position < words.length ? words[position] : "";
  }
}
