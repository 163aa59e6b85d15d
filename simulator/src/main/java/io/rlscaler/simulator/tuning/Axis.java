package io.rlscaler.simulator.tuning;

import java.util.ArrayList;
import java.util.List;

/**
 * One parameter of a family of controllers and the values that a search may give it.
 *
 * @param name as in documents
 * @param values in order of size or risk, those for widening included
 * @param first index of the first value before widening
 * @param last index of the last value before widening
 * @param coarse indices of the values that are tried first, from {@code first} to {@code last}
 */
public record Axis(String name, List<Double> values, int first, int last, List<Integer> coarse) {
  /** Copies the lists; refuses indices outside the values. */
  public Axis {
    values = List.copyOf(values);
    coarse = List.copyOf(coarse);
    boolean inside = first >= 0 && first <= last && last < values.size() && !coarse.isEmpty();
    for (int index : coarse) {
      inside &= index >= first && index <= last;
    }
    if (!inside) {
      throw new IllegalArgumentException(
          "axis %s: found %d to %d and coarse %s of %d values, expected indices of them"
              .formatted(name, first, last, coarse, values.size()));
    }
  }

  /**
   * An axis.
   *
   * @param below values that only widening adds before the first, empty where the first is an end
   *     by nature
   * @param values the values
   * @param above values that only widening adds after the last, empty as well
   * @param coarse those of the values that are tried first
   */
  static Axis of(
      String name,
      List<Double> below,
      List<Double> values,
      List<Double> above,
      List<Double> coarse) {
    List<Double> all = new ArrayList<>(below);
    all.addAll(values);
    all.addAll(above);
    return new Axis(
        name,
        all,
        below.size(),
        below.size() + values.size() - 1,
        coarse.stream().map(all::indexOf).toList());
  }

  /** Whether an index is the first or last before widening, and widening would add values there. */
  boolean isWidenable(int index) {
    return (index == first && first > 0) || (index == last && last < values.size() - 1);
  }

  /** Whether an index is the very last on a side that widening has added values to. */
  boolean isEdge(int index) {
    return (index == 0 && first > 0) || (index == values.size() - 1 && last < values.size() - 1);
  }
}
