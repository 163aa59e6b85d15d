package io.rlscaler.simulator.report;

import io.rlscaler.simulator.WholeFile;
import io.rlscaler.simulator.episode.TimelineStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The timeline of an episode as CSV; what is unknown is an empty field. */
public final class TimelineCsv {
  private static final String HEADER =
      "time_seconds,requests_per_second,desired,ready,utilization,violation_share,reason,"
          + "latency_p50_seconds,latency_p95_seconds,latency_p99_seconds\n";

  private TimelineCsv() {}

  /**
   * Writes the file, complete or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(List<TimelineStep> timeline, Path file) throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (TimelineStep step : timeline) {
      text.append(number(step.seconds(), "%.3f")).append(',');
      text.append(number(step.rate(), "%.4f")).append(',');
      text.append(step.desired()).append(',').append(step.ready()).append(',');
      text.append(number(step.utilization(), "%.5f")).append(',');
      text.append(number(step.violationShare(), "%.3e")).append(',');
      text.append(step.reason().label()).append(',');
      text.append(number(step.latency().p50(), "%.5f")).append(',');
      text.append(number(step.latency().p95(), "%.5f")).append(',');
      text.append(number(step.latency().p99(), "%.5f")).append('\n');
    }
    WholeFile.write(file, text);
  }

  private static String number(OptionalDouble value, String format) {
    return value.isPresent() ? number(value.getAsDouble(), format) : "";
  }

  private static String number(double value, String format) {
    return String.format(Locale.ROOT, format, value);
  }
}
