package io.rlscaler.simulator.trace.source;

import io.rlscaler.simulator.trace.TextFile;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceFormatException;
import java.io.IOException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Counts the requests of access logs per step of time. Lines may stand in any order, in one file or
 * several, plain or gzip. Within the time that the files cover, a step without a line is a step
 * without a request, unless it belongs to a stretch that is declared unknown.
 */
public final class AccessLogReader {
  /** Longer than any header that a server accepts; longer lines are bad. */
  private static final int LONGEST_LINE = 1 << 17;

  /** The last time that a trace file can hold, in the year 2286. */
  private static final long LAST_TIME = 10_000_000_000_000L;

  private final AccessLogFormat format;
  private final Options options;
  private final LongConsumer progress;
  private final StepCounts counts;
  private long requests;
  private long skipped;
  private long blank;

  private AccessLogReader(AccessLogFormat format, Options options, LongConsumer progress) {
    this.format = format;
    this.options = options;
    this.progress = progress;
    counts = new StepCounts(options.step());
  }

  /**
   * How lines become rates.
   *
   * @param step length of one step, at least a second and in whole milliseconds, as the text
   *     formats tell no more than seconds
   * @param skipBadLines so many lines that cannot be understood are left out; one more is an error
   * @param unknownAfter a stretch of steps without a line that is at least so long is unknown;
   *     empty when silence always means that there was no request
   */
  public record Options(Duration step, long skipBadLines, Optional<Duration> unknownAfter) {
    /** Steps of a minute, no bad line, silence is no request. */
    public static final Options DEFAULT = new Options(Duration.ofMinutes(1), 0, Optional.empty());

    /** Checks the ranges. */
    public Options {
      if (step.toMillis() < 1000 || !step.equals(Duration.ofMillis(step.toMillis()))) {
        throw new IllegalArgumentException(
            "step is " + step + ", expected a second or more in whole milliseconds");
      }
      if (skipBadLines < 0) {
        throw new IllegalArgumentException(
            "bad lines to skip are " + skipBadLines + ", expected 0 or more");
      }
      if (unknownAfter.isPresent() && unknownAfter.get().compareTo(step) < 0) {
        throw new IllegalArgumentException(
            "silence is unknown after "
                + unknownAfter.get()
                + ", expected one step of "
                + step
                + " or more");
      }
    }
  }

  /**
   * Reads one log in one or several files; the trace is named after the first.
   *
   * @throws TraceFormatException naming the first bad line that is one too many; or if all lines
   *     lie in one step
   * @throws IOException if a file cannot be read
   */
  public static AccessLog read(List<Path> files, AccessLogFormat format, Options options)
      throws IOException {
    return read(files, format, options, requests -> {});
  }

  /**
   * Reads as the other, and tells after each request how many there were.
   *
   * @param progress called often; must be quick
   */
  public static AccessLog read(
      List<Path> files, AccessLogFormat format, Options options, LongConsumer progress)
      throws IOException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no files, expected one or more");
    }
    AccessLogReader reader = new AccessLogReader(format, options, progress);
    for (Path file : files) {
      reader.read(file);
    }
    return reader.result(files);
  }

  private void read(Path file) throws IOException {
    blank = 0;
    TextFile.readLines(
        file, LONGEST_LINE, CodingErrorAction.REPLACE, (line, number) -> add(file, line, number));
  }

  private void add(Path file, String line, long number) throws TraceFormatException {
    if (line.isBlank()) {
      blank = blank == 0 ? number : blank;
      return;
    }
    if (blank != 0) {
      skip(file, blank, "an empty line, expected a request");
      blank = 0;
    }
    try {
      count(line);
    } catch (BadLineException e) {
      skip(file, number, String.valueOf(e.getMessage()));
    }
  }

  private void count(String line) throws BadLineException {
    if (line.length() > LONGEST_LINE) {
      throw new BadLineException("more than " + LONGEST_LINE + " characters, expected a request");
    }
    long time = format.epochMillis(line);
    if (time < 0 || time > LAST_TIME) {
      throw new BadLineException(
          "the time is " + time / 1000 + " s since 1970, expected one from 1970 to 2286");
    }
    if (!counts.add(time)) {
      throw new BadLineException(
          "the time is more than "
              + Trace.MOST_STEPS
              + " steps of "
              + options.step()
              + " away from that of other lines");
    }
    requests++;
    progress.accept(requests);
  }

  private void skip(Path file, long number, String reason) throws TraceFormatException {
    if (skipped == options.skipBadLines()) {
      String before =
          skipped == 0 ? "" : " (" + skipped + " bad lines before it were skipped, as allowed)";
      throw new TraceFormatException(file, number, reason + before);
    }
    skipped++;
  }

  private AccessLog result(List<Path> files) throws TraceFormatException {
    Path first = files.get(0);
    if (counts.steps() < 2) {
      throw new TraceFormatException(
          first,
          requests
              + " requests"
              + (requests == 0 ? "" : " within one step of " + options.step())
              + ", expected some in two steps or more");
    }
    Trace trace = counts.trace(TextFile.name(first), options.unknownAfter());
    return new AccessLog(trace, requests, skipped, counts.longestSilence());
  }
}
