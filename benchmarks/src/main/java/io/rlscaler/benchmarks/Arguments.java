package io.rlscaler.benchmarks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was asked for on the command line.
 *
 * @param subjects to measure, in their order
 * @param list only name the subjects
 * @param quick short iterations, for a look rather than for a record
 * @param verbose show what JMH says
 */
record Arguments(Set<Subject> subjects, boolean list, boolean quick, boolean verbose) {
  static final String USAGE =
      "usage: bench [--quick] [--verbose] [NAME...] | matrix [FILE] | omissions | --list; names: "
          + names();

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException for an unknown option or name
   */
  static Arguments parse(List<String> words) {
    Set<Subject> subjects = EnumSet.noneOf(Subject.class);
    Set<String> options =
        words.stream().filter(word -> word.startsWith("-")).collect(Collectors.toSet());
    for (String option : options) {
      if (!Set.of("--list", "--quick", "--verbose").contains(option)) {
        throw new IllegalArgumentException("found option " + option + "; " + USAGE);
      }
    }
    for (String word : words) {
      if (!word.startsWith("-")) {
        subjects.add(subject(word));
      }
    }
    return new Arguments(
        subjects.isEmpty() ? EnumSet.allOf(Subject.class) : subjects,
        options.contains("--list"),
        options.contains("--quick"),
        options.contains("--verbose"));
  }

  private static Subject subject(String name) {
    return Arrays.stream(Subject.values())
        .filter(subject -> subject.label().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("found name " + name + "; " + USAGE));
  }

  private static String names() {
    return Arrays.stream(Subject.values()).map(Subject::label).collect(Collectors.joining(", "));
  }
}
