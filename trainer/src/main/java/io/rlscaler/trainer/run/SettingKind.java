package io.rlscaler.trainer.run;

import io.rlscaler.simulator.QuantityText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How a kind of setting is written, and which values it may have.
 *
 * @param type what it is, for people
 * @param range its allowed values, for people; empty if the type says it all
 * @param shape whether it is one value or a list
 * @param parser from its text, or the texts of a list; throws IllegalArgumentException
 * @param allowed whether a value is in the range
 * @param writer the value as it is written in a configuration
 */
record SettingKind<T>(
    String type,
    String range,
    SettingsFile.Shape shape,
    Function<List<String>, T> parser,
    Predicate<T> allowed,
    Function<T, String> writer) {

  static SettingKind<Double> number(Bounds bounds) {
    return scalar(
        "number",
        bounds.toString(),
        text -> new BigDecimal(text).doubleValue(),
        bounds::contains,
        Bounds::text);
  }

  static SettingKind<Integer> wholeNumber(int least, int most) {
    return scalar(
        "whole number",
        least + " to " + most,
        Integer::valueOf,
        value -> value >= least && value <= most,
        String::valueOf);
  }

  static SettingKind<Long> anyWholeNumber() {
    return scalar("whole number", "of 64 bits", Long::valueOf, value -> true, String::valueOf);
  }

  static SettingKind<Duration> duration(Duration least, Duration most) {
    return scalar(
        "duration as 90s or 5m",
        QuantityText.of(least) + " to " + QuantityText.of(most),
        QuantityText::duration,
        value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        QuantityText::of);
  }

  static SettingKind<Double> ratio(Bounds bounds) {
    return scalar(
        "ratio as 99.9% or 0.999",
        bounds.toString(), QuantityText::ratio, bounds::contains, Bounds::text);
  }

  static SettingKind<Boolean> flag() {
    return scalar(
        "true or false",
        "",
        text -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
          }
          return text.equals("true");
        },
        value -> true,
        String::valueOf);
  }

  static <E extends Enum<E>> SettingKind<E> choice(Class<E> values) {
    E[] constants = values.getEnumConstants();
    return scalar(
        Arrays.stream(constants).map(SettingKind::word).collect(Collectors.joining(" or ")),
        "",
        text ->
            Arrays.stream(constants)
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text)),
        value -> true,
        SettingKind::word);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** A list of one to {@code most} different values, or of equal ones if they may repeat. */
  static <E> SettingKind<List<E>> list(SettingKind<E> element, int most, boolean mayRepeat) {
    String range = "1 to " + most + (mayRepeat ? "" : " different") + " values, each ";
    return new SettingKind<>(
        "list of " + element.type(),
        range + element.range(),
        SettingsFile.Shape.LIST,
        texts -> texts.stream().map(text -> element.parser().apply(List.of(text))).toList(),
        values ->
            !values.isEmpty()
                && values.size() <= most
                && values.stream().allMatch(element.allowed())
                && (mayRepeat || values.stream().distinct().count() == values.size()),
        values ->
            values.stream().map(element.writer()).collect(Collectors.joining(", ", "[", "]")));
  }

  private static <T> SettingKind<T> scalar(
      String type,
      String range,
      Function<String, T> parser,
      Predicate<T> allowed,
      Function<T, String> writer) {
    return new SettingKind<>(
        type,
        range,
        SettingsFile.Shape.VALUE,
        texts -> parser.apply(texts.get(0)),
        allowed,
        writer);
  }

  /** What is expected, for a message. */
  String expected() {
    return range.isEmpty() ? type : type + ", " + range;
  }
}
