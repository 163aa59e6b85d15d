package io.rlscaler.trainer.learning;

import io.rlscaler.engine.policy.Feature;
import io.rlscaler.trainer.environment.Foresight;
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

  /** [rows, F + P]: given features with the foresight of each row behind them. */
  static float[] withForesight(List<Segment> segments, float[] features) {
    int width = Feature.COUNT + Foresight.COUNT;
    float[] all = new float[rows(segments) * width];
    int row = 0;
    for (Segment segment : segments) {
      for (Transition transition : segment.transitions()) {
        System.arraycopy(features, row * Feature.COUNT, all, row * width, Feature.COUNT);
        System.arraycopy(
            transition.foresight(), 0, all, row * width + Feature.COUNT, Foresight.COUNT);
        row++;
      }
    }
    return all;
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

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** Mean of the replicas asked for over the mean load of their world. */
  static double cost(List<Segment> segments) {
    double sum = 0;
    for (Segment segment : segments) {
      for (Transition transition : segment.transitions()) {
        sum += transition.asked() / segment.world().meanLoad();
      }
    }
    return sum / rows(segments);
  }

  /** Share of the requests that violated the objective, a replica's load being one everywhere. */
  static double violationShare(List<Segment> segments) {
    double violating = 0;
    double offered = 0;
    for (Segment segment : segments) {
      for (Transition transition : segment.transitions()) {
        violating += transition.violatingLoad();
        offered += transition.offeredLoad();
      }
    }
    return offered > 0 ? violating / offered : 0;
  }

  /** One number of each row, in single precision. */
  static float[] floats(List<Segment> segments, ToDoubleFunction<Transition> number) {
    float[] floats = new float[rows(segments)];
    int row = 0;
    for (Segment segment : segments) {
      for (Transition transition : segment.transitions()) {
        floats[row++] = (float) number.applyAsDouble(transition);
      }
    }
    return floats;
  }

  /** One number of each row. */
  static double[] of(List<Segment> segments, ToDoubleFunction<Transition> number) {
    return segments.stream()
        .flatMap(segment -> segment.transitions().stream())
        .mapToDouble(number)
        .toArray();
  }
}
