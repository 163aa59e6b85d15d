package io.rlscaler.trainer.learning;

import io.rlscaler.engine.policy.Feature;
import io.rlscaler.trainer.environment.Segment;
import io.rlscaler.trainer.environment.Transition;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The decisions of several segments as rows, one segment after the other. */
final class Samples {
  private Samples() {}

  static int rows(List<Segment> segments) {
    return segments.stream().mapToInt(segment -> segment.transitions().size()).sum();
  }

  /** The row at which each segment begins. */
  static int[] firstRows(List<Segment> segments) {
    int[] first = new int[segments.size()];
    int row = 0;
    for (int i = 0; i < first.length; i++) {
      first[i] = row;
      row += segments.get(i).transitions().size();
    }
    return first;
  }

  /** [rows, F], as the policy saw them. */
  static float[] features(List<Segment> segments) {
    float[] features = new float[rows(segments) * Feature.COUNT];
    int at = 0;
    for (Segment segment : segments) {
      for (Transition transition : segment.transitions()) {
        System.arraycopy(transition.features(), 0, features, at, Feature.COUNT);
        at += Feature.COUNT;
      }
    }
    return features;
  }

  /** The weight of violations in each row's world. */
  static double[] strictness(List<Segment> segments) {
    double[] values = new double[rows(segments)];
    int row = 0;
    for (Segment segment : segments) {
      for (int t = 0; t < segment.transitions().size(); t++) {
        values[row++] = segment.world().settings().strictness();
      }
    }
    return values;
  }

  /** One number of each row. */
  static double[] of(List<Segment> segments, ToDoubleFunction<Transition> number) {
    return segments.stream()
        .flatMap(segment -> segment.transitions().stream())
        .mapToDouble(number)
        .toArray();
  }
}
