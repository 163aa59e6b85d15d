package io.rlscaler.cli;

import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.workload.ReplicaLife;
import io.rlscaler.simulator.workload.ReplicaLife.Shortage;
import io.rlscaler.simulator.workload.ReplicaLife.WarmUp;
import io.rlscaler.simulator.workload.StartUpDelay;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags that describe what happens to a replica; their defaults are those of the scenario. */
final class ReplicaLifeOptions {
  private static final ReplicaLife DEFAULT = Scenario.DEFAULT.life();
  private static final Pattern WARM_UP = Pattern.compile("(.+)@(.+)");
  private static final Pattern SHORTAGE = Pattern.compile("(\\d+(?:\\.\\d+)?)/d@(.+)");

  @Option(
      names = "--start-up",
      paramLabel = "DURATION",
      description = "Median time from asking for a replica until it is ready (default: 60s).")
  private Duration startUp =
      Duration.ofMillis(Math.round(1000 * DEFAULT.startUp().medianSeconds()));

  @Option(
      names = "--start-up-tail",
      paramLabel = "X",
      description =
          "The slowest tenth takes at least X times the median, 1 for all alike (default: 1.38).")
  private @Nullable Double startUpTail;

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION@SPEED",
      converter = WarmUpConverter.class,
      description =
          "A replica that has just become ready works at this share of its speed for a while, as"
              + " 90s@50%% (default: at full speed at once).")
  private WarmUp warmUp = DEFAULT.warmUp();

  @Option(
      names = "--crashes",
      paramLabel = "N",
      description = "Crashes of one ready replica in an hour on average; it restarts (default: 0).")
  private double crashes = DEFAULT.crashesPerHour();

  @Option(
      names = "--shortage",
      paramLabel = "N/d@DURATION",
      converter = ShortageConverter.class,
      description =
          "No node has room for new replicas N times a day for a mean DURATION, as 2/d@5m"
              + " (default: never).")
  private Shortage shortage = DEFAULT.shortage();

  /**
   * The life of a replica.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  ReplicaLife life() {
    return new ReplicaLife(startUpDelay(), warmUp, DEFAULT.drainSeconds(), shortage, crashes);
  }

  private StartUpDelay startUpDelay() {
    double median = startUp.toMillis() / 1000.0;
    return startUpTail == null
        ? new StartUpDelay(median, DEFAULT.startUp().sigma())
        : StartUpDelay.withTail(median, startUpTail);
  }

  /** Reads {@code 90s@50%}. */
  static final class WarmUpConverter implements ITypeConverter<WarmUp> {
    @Override
    public WarmUp convert(String text) {
      Matcher matcher = WARM_UP.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "found \"" + text + "\", expected a duration and a speed as 90s@50%");
      }
      double seconds = TextConverters.duration(matcher.group(1)).toMillis() / 1000.0;
      return checked(() -> new WarmUp(seconds, TextConverters.ratio(matcher.group(2))));
    }
  }

  /** Reads {@code 2/d@5m}. */
  static final class ShortageConverter implements ITypeConverter<Shortage> {
    @Override
    public Shortage convert(String text) {
      Matcher matcher = SHORTAGE.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "found \"" + text + "\", expected a number per day and a duration as 2/d@5m");
      }
      double seconds = TextConverters.duration(matcher.group(2)).toMillis() / 1000.0;
      return checked(() -> new Shortage(Double.parseDouble(matcher.group(1)), seconds));
    }
  }

  private static <T> T checked(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
