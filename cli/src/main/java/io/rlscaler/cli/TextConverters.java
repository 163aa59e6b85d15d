package io.rlscaler.cli;

import io.rlscaler.simulator.QuantityText;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How durations and ratios are written on the command line. */
final class TextConverters {
  private TextConverters() {}

  /** A share of a whole, written as {@code 99.9%} or {@code 0.999}. */
  record Ratio(double value) {}

  static void register(CommandLine line) {
    line.registerConverter(Duration.class, TextConverters::duration);
    line.registerConverter(Ratio.class, text -> new Ratio(ratio(text)));
  }

  /** A duration as {@code 90s}, {@code 5m}, {@code 250ms} or {@code PT15S}. */
  static Duration duration(String text) {
    return convert(QuantityText::duration, text);
  }

  /** A ratio between 0 and 1. */
  static double ratio(String text) {
    return convert(QuantityText::ratio, text);
  }

  private static <T> T convert(Function<String, T> reader, String text) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
