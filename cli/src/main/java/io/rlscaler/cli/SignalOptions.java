package io.rlscaler.cli;

import io.rlscaler.simulator.episode.Scenario;
import io.rlscaler.simulator.episode.SignalModel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that describe what a controller sees; their defaults are those of the scenario. */
final class SignalOptions {
  private static final SignalModel DEFAULT = Scenario.DEFAULT.signals();

  @Option(
      names = "--metric-lag",
      paramLabel = "DURATION",
      description = "Time from a scrape until a decision can use it (default: 30s).")
  private Duration lag = DEFAULT.lag();

  @Option(
      names = "--scrape",
      paramLabel = "DURATION",
      description = "Time between two scrapes (default: a scrape for every decision).")
  private Duration scrapeInterval = DEFAULT.scrapeInterval();

  @Option(
      names = "--rate-window",
      paramLabel = "DURATION",
      description = "Time that rates and ratios are taken over (default: the decision period).")
  private @Nullable Duration rateWindow;

  @Option(
      names = "--noise",
      paramLabel = "X",
      description =
          "Relative noise of every signal, its standard deviation in logarithms (default: 0).")
  private double noise = DEFAULT.noise();

  @Option(
      names = "--dropouts",
      paramLabel = "RATIO",
      description = "Share of scrapes that are lost (default: 0%%).")
  private TextConverters.Ratio dropouts = new TextConverters.Ratio(DEFAULT.dropouts());

  /**
   * How the workload is seen.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  SignalModel signals() {
    return new SignalModel(
        scrapeInterval, Optional.ofNullable(rateWindow), lag, noise, dropouts.value());
  }
}
