package io.rlscaler.cli;

import io.rlscaler.simulator.trace.source.AccessLog;
import io.rlscaler.simulator.trace.source.AccessLogFormat;
import io.rlscaler.simulator.trace.source.AccessLogReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rlscaler traces import log}: an access log, counted per step, as CSV. */
@Command(
    name = "log",
    description = {
      "Counts the requests of an access log per step and prints the trace as CSV.",
      "Lines may be out of order, files plain or gzip. A step without a line has no request."
    },
    mixinStandardHelpOptions = true)
final class TracesImportLogCommand implements Callable<Integer> {
  private static final AccessLogReader.Options DEFAULT = AccessLogReader.Options.DEFAULT;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private TraceOutput output = new TraceOutput();

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "common, combined, or json for one object a line.")
  private String format = "";

  @Option(
      names = "--time-field",
      paramLabel = "FIELD",
      description =
          "With json: the member that holds the time, ISO 8601 or since 1970, or a JSON pointer as"
              + " /request/time (default: time).")
  private @Nullable String timeField;

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      description = "Length of one step (default: 1m).")
  private Duration step = DEFAULT.step();

  @Option(
      names = "--skip-bad-lines",
      paramLabel = "N",
      description = "Leave out at most N lines that cannot be understood (default: 0).")
  private long skipBadLines = DEFAULT.skipBadLines();

  @Option(
      names = "--unknown-after",
      paramLabel = "DURATION",
      description =
          "A stretch without a line that is at least so long is unknown, as when the log was off"
              + " (default: it has no requests).")
  private @Nullable Duration unknownAfter;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The log, in any order of files.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    output.requireWritable();
    Console console = new Console(spec);
    AccessLog log = read(requests -> show(requests, console));
    console.progressDone();
    output.write(log.trace(), console);
    console.message(
        TraceFiles.summary(log.trace())
            + "; requests: "
            + log.requests()
            + ", bad lines skipped: "
            + log.skippedLines()
            + ", longest stretch without a line: "
            + log.longestSilence().toSeconds()
            + " s");
    return ExitCode.DONE;
  }

  private static void show(long requests, Console console) {
    if (console.isTerminal() && requests % 10_000 == 0 && console.isDue()) {
      console.redraw(List.of("reading: " + requests + " requests"));
    }
  }

  private AccessLog read(LongConsumer progress) {
    files.forEach(TraceFiles::requireNoDirectory);
    try {
      return AccessLogReader.read(
          files,
          logFormat(),
          new AccessLogReader.Options(step, skipBadLines, Optional.ofNullable(unknownAfter)),
          progress);
    } catch (IOException e) {
      throw new InputException(FailureHandler.describe(e), e);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  private AccessLogFormat logFormat() {
    if (timeField != null && !format.equals("json")) {
      throw new InputException("--time-field: expected only with --format json");
    }
    return switch (format) {
      case "common" -> new AccessLogFormat.Common();
      case "combined" -> new AccessLogFormat.Combined();
      case "json" -> new AccessLogFormat.JsonLines(Optional.ofNullable(timeField).orElse("time"));
      default ->
          throw new InputException(
              "--format: found \"" + format + "\", expected common, combined or json");
    };
  }
}
