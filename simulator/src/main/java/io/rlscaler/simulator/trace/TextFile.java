package io.rlscaler.simulator.trace;

import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Text in UTF-8, plain or compressed with gzip, which is told by the first bytes of the file. */
public final class TextFile {
  private static final int GZIP_MAGIC = 0x8b1f;
  private static final int LONGEST_QUOTE = 40;

  private TextFile() {}

  /** Takes the lines of a file. */
  @FunctionalInterface
  public interface Lines {
    /**
     * Takes one line.
     *
     * @param line without its end
     * @param number the first is 1
     */
    void accept(String line, long number) throws IOException;
  }

  /**
   * Reads a file line by line.
   *
   * @param longest more characters of a line than this and one are passed over, so that a file
   *     without line ends cannot fill the memory
   * @param malformed what to do about bytes that are no UTF-8
   * @throws TraceFormatException for bytes that are no text and for broken gzip data
   * @throws IOException if the file cannot be read
   */
  public static void readLines(Path file, int longest, CodingErrorAction malformed, Lines lines)
      throws IOException {
    long number = 0;
    try (InputStream content = open(file)) {
      BoundedLines bounded = new BoundedLines(characters(content, malformed), longest);
      try {
        for (String line = bounded.next(); line != null; line = bounded.next()) {
          lines.accept(bounded.number() == 1 ? withoutByteOrderMark(line) : line, bounded.number());
        }
      } finally {
        number = bounded.number();
      }
    } catch (CharacterCodingException | EOFException | ZipException e) {
      throw broken(file, number == 0 ? " at the beginning" : " behind line " + number, e);
    }
  }

  /** Takes the content of a file. */
  @FunctionalInterface
  public interface Content<T> {
    /** Reads the content, which is closed afterwards. */
    T read(InputStream content) throws IOException;
  }

  /**
   * Reads a file as a whole.
   *
   * @throws TraceFormatException for bytes that are no text and for broken gzip data
   * @throws IOException if the file cannot be read, or the content throws it
   */
  public static <T> T read(Path file, Content<T> reader) throws IOException {
    try (InputStream content = open(file)) {
      return reader.read(content);
    } catch (CharacterCodingException | CharConversionException | EOFException | ZipException e) {
      throw broken(file, "", e);
    }
  }

  private static TraceFormatException broken(Path file, String place, IOException cause) {
    String found = "bytes that are no text" + place + ", expected UTF-8";
    if (cause instanceof EOFException) {
      found = "truncated gzip data" + place + ", expected a complete file";
    } else if (cause instanceof ZipException) {
      found = "corrupt gzip data" + place + " (" + cause.getMessage() + ")";
    }
    TraceFormatException failure = new TraceFormatException(file, found);
    failure.initCause(cause);
    return failure;
  }

  /** The content of a file, decompressed if it is compressed. */
  private static InputStream open(Path file) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file));
    try {
      raw.mark(2);
      int magic = raw.read() | raw.read() << 8;
      raw.reset();
      return magic == GZIP_MAGIC ? new GZIPInputStream(raw, 1 << 16) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static Reader characters(InputStream content, CodingErrorAction malformed) {
    return new InputStreamReader(
        content,
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(malformed)
            .onUnmappableCharacter(malformed));
  }

  private static String withoutByteOrderMark(String line) {
    return line.startsWith("\uFEFF") ? line.substring(1) : line;
  }

  /** The name of what a file holds: its own without the endings of formats and compression. */
  public static String name(Path file) {
    return String.valueOf(file.getFileName())
        .replaceFirst("(?i)(?<=.)(\\.(csv|json|jsonl|ndjson|log|yaml|yml))?(\\.gz)?$", "");
  }

  /** A text for a message: cut and without control characters, as what is found may be anything. */
  public static String quoted(String text) {
    String cut = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
    return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
