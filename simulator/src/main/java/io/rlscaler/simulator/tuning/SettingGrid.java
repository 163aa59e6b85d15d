package io.rlscaler.simulator.tuning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The settings of a family as points of a grid, and what is known of those that were tried. */
final class SettingGrid {
  private final Replays replays;
  private final List<Axis> axes;
  private final int most;
  private final int[] lowest;
  private final int[] highest;
  private final Map<List<Integer>, Point> points = new LinkedHashMap<>();

  /**
   * A setting that was tried.
   *
   * @param at index on each axis
   * @param trial what came of it
   * @param cost replica-seconds of the scored part
   * @param violationShare of the scored part
   */
  record Point(List<Integer> at, Trial trial, double cost, double violationShare) {
    boolean keeps(double budget) {
      return violationShare <= budget;
    }

    int first() {
      return at.get(0);
    }

    /** The indices on all axes but the first. */
    List<Integer> rest() {
      return at.subList(1, at.size());
    }
  }

  /**
   * A grid of which nothing was tried.
   *
   * @param most settings that may be tried
   */
  SettingGrid(Replays replays, int most) {
    this.replays = replays;
    this.most = most;
    axes = replays.family().axes();
    lowest = axes.stream().mapToInt(Axis::first).toArray();
    highest = axes.stream().mapToInt(Axis::last).toArray();
  }

  /** All combinations of the coarse values of some axes. */
  static List<List<Integer>> coarse(List<Axis> axes) {
    return combinations(axes.stream().map(Axis::coarse).toList());
  }

  /**
   * The same with at least every second value of the first axis, for those who refine nothing: a
   * target in steps of 10 % makes an HPA up to 15 % dearer than it need be.
   */
  static List<List<Integer>> medium(List<Axis> axes) {
    List<List<Integer>> indices = new ArrayList<>(axes.stream().map(Axis::coarse).toList());
    Axis first = axes.get(0);
    indices.set(
        0,
        IntStream.rangeClosed(first.first(), first.last())
            .filter(i -> (i - first.first()) % 2 == 0 || first.coarse().contains(i))
            .boxed()
            .toList());
    return combinations(indices);
  }

  private static List<List<Integer>> combinations(List<List<Integer>> indices) {
    List<List<Integer>> combinations = List.of(List.of());
    for (List<Integer> ofAxis : indices) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> combination : combinations) {
        for (int index : ofAxis) {
          List<Integer> one = new ArrayList<>(combination);
          one.add(index);
          longer.add(List.copyOf(one));
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  /** The values at some indices. */
  static List<Double> values(List<Axis> axes, List<Integer> at) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      values.add(axes.get(i).values().get(at.get(i)));
    }
    return List.copyOf(values);
  }

  /** The standard setting of the family, empty where it lies between the values of the axes. */
  Optional<List<Integer>> standard() {
    List<Double> values = replays.family().standard();
    List<Integer> at = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      at.add(axes.get(i).values().indexOf(values.get(i)));
    }
    return at.contains(-1) ? Optional.empty() : Optional.of(List.copyOf(at));
  }

  /** How many more settings may be tried. */
  int room() {
    return most - points.size();
  }

  /** Tries settings that were not tried yet, as far as there is room. */
  void probe(Collection<List<Integer>> wanted) {
    Set<List<Integer>> missing = new LinkedHashSet<>(wanted);
    missing.removeAll(points.keySet());
    List<List<Integer>> now = missing.stream().limit(room()).toList();
    List<Run> runs = replays.of(now.stream().map(at -> values(axes, at)).toList());
    for (int i = 0; i < now.size(); i++) {
      Trial trial = replays.trial(runs.get(i));
      points.put(
          now.get(i), new Point(now.get(i), trial, trial.replicaSeconds(), trial.violationShare()));
    }
  }

  /** What is known of a setting. */
  Optional<Point> find(List<Integer> at) {
    return Optional.ofNullable(points.get(at));
  }

  /** All that were tried, oldest first. */
  Collection<Point> points() {
    return points.values();
  }

  /** Another index on one axis; empty outside the range that is searched. */
  Optional<List<Integer>> moved(List<Integer> at, int axis, int index) {
    if (index < lowest[axis] || index > highest[axis]) {
      return Optional.empty();
    }
    List<Integer> moved = new ArrayList<>(at);
    moved.set(axis, index);
    return Optional.of(List.copyOf(moved));
  }

  /** The settings one step away on each axis but the first. */
  List<List<Integer>> around(List<Integer> at) {
    List<List<Integer>> neighbours = new ArrayList<>();
    for (int axis = 1; axis < axes.size(); axis++) {
      moved(at, axis, at.get(axis) - 1).ifPresent(neighbours::add);
      moved(at, axis, at.get(axis) + 1).ifPresent(neighbours::add);
    }
    return neighbours;
  }

  /** Lets the search go further on those axes on whose first or last value a setting lies. */
  void widen(List<Integer> at) {
    for (int axis = 0; axis < axes.size(); axis++) {
      if (axes.get(axis).isWidenable(at.get(axis))) {
        if (at.get(axis) == axes.get(axis).first()) {
          lowest[axis] = 0;
        }
        if (at.get(axis) == axes.get(axis).last()) {
          highest[axis] = axes.get(axis).values().size() - 1;
        }
      }
    }
  }

  /** Names of the axes on whose outermost widened value a setting lies. */
  List<String> edges(List<Integer> at) {
    List<String> edges = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      if (axes.get(axis).isEdge(at.get(axis))) {
        edges.add(axes.get(axis).name());
      }
    }
    return edges;
  }

  /** The setting that may be tried next on the first axis towards safety (-1) or daring (1). */
  Optional<List<Integer>> stride(List<Integer> at, int direction) {
    List<Integer> coarse = axes.get(0).coarse();
    int step = coarse.size() < 2 ? 1 : Math.max(1, (coarse.get(1) - coarse.get(0)) / 2);
    int index =
        direction < 0
            ? Math.max(lowest[0], at.get(0) - step)
            : Math.min(highest[0], at.get(0) + step);
    return index == at.get(0) ? Optional.empty() : moved(at, 0, index);
  }
}
