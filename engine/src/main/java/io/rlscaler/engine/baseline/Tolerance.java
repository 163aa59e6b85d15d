package io.rlscaler.engine.baseline;

import java.util.Optional;

/**
 * The usage ratios that call for no change: {@code 1 - down <= ratio <= 1 + up}, bounds included.
 * NaN is outside. This is the comparison of Kubernetes 1.33 and later, under which a ratio of
 * exactly 1.1 is inside 10 %.
 *
 * @param down how far the ratio may lie below 1
 * @param up how far the ratio may lie above 1
 */
record Tolerance(double down, double up) {

  static Tolerance of(Optional<ScalingBehavior> behavior, HpaControllerSettings settings) {
    double flag = settings.tolerance();
    return behavior
        .map(
            rules ->
                new Tolerance(
                    rules.scaleDown().tolerance().orElse(flag),
                    rules.scaleUp().tolerance().orElse(flag)))
        .orElse(new Tolerance(flag, flag));
  }

  boolean contains(double ratio) {
    return 1.0 - down <= ratio && ratio <= 1.0 + up;
  }
}
