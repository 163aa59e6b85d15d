package io.rlscaler.cli;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A series that a fit can use, by its name on the command line: {@code rate}, {@code ready}, {@code
 * desired}, {@code utilization}, {@code good@250ms} and {@code quantile@0.99}.
 *
 * @param kind what it measures
 * @param parameter latency of a good ratio [s], probability of a quantile, else 0
 */
record FitSeries(Kind kind, double parameter) implements Comparable<FitSeries> {
  /** What a series measures, in the order in which series are asked for. */
  enum Kind {
    RATE,
    READY,
    DESIRED,
    UTILIZATION,
    GOOD,
    QUANTILE
  }

  private static final String EXPECTED =
      "expected rate, ready, desired, utilization, good@LATENCY or quantile@PROBABILITY, as"
          + " good@250ms";

  static FitSeries of(Kind kind) {
    return new FitSeries(kind, 0);
  }

  static FitSeries good(Duration latency) {
    return new FitSeries(Kind.GOOD, latency.toNanos() / 1e9);
  }

  /** A series by its name. */
  static FitSeries named(String text) {
    String[] parts = text.split("@", -1);
    for (Kind kind : Kind.values()) {
      boolean parametrised = kind == Kind.GOOD || kind == Kind.QUANTILE;
      if (kind.name().toLowerCase(Locale.ROOT).equals(parts[0])
          && parts.length == (parametrised ? 2 : 1)) {
        return switch (kind) {
          case GOOD -> good(latency(parts[1]));
          case QUANTILE -> new FitSeries(kind, probability(parts[1]));
          case RATE, READY, DESIRED, UTILIZATION -> of(kind);
        };
      }
    }
    throw new TypeConversionException("found \"" + text + "\", " + EXPECTED);
  }

  private static Duration latency(String text) {
    Duration latency = TextConverters.duration(text);
    if (latency.isZero()) {
      throw new TypeConversionException("found latency \"" + text + "\", expected more than 0");
    }
    return latency;
  }

  private static double probability(String text) {
    double probability = TextConverters.ratio(text);
    if (!(probability > 0 && probability < 1)) {
      throw new TypeConversionException(
          "found probability \"" + text + "\", expected between 0 and 1");
    }
    return probability;
  }

  @Override
  public int compareTo(FitSeries other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : Double.compare(parameter, other.parameter);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case GOOD -> "good@" + parameter + "s";
      case QUANTILE -> "quantile@" + parameter;
      case RATE, READY, DESIRED, UTILIZATION -> kind.name().toLowerCase(Locale.ROOT);
    };
  }

  /** From the command line. */
  static final class Converter implements ITypeConverter<FitSeries> {
    @Override
    public FitSeries convert(String text) {
      return named(text);
    }
  }
}
