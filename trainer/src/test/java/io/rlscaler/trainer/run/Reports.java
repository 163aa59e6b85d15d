package io.rlscaler.trainer.run;

import java.util.OptionalDouble;

/** Reports of made-up iterations. */
final class Reports {
  private Reports() {}

  static IterationReport of(long iteration) {
    return new IterationReport(
        iteration,
        16_384 * iteration,
        0.25 * iteration,
        65_536,
        0.35,
        0.00125,
        0,
        0.0113,
        2.5,
        -0.01,
        0.75,
        3e-4,
        iteration % 2 == 0 ? OptionalDouble.of(0.5) : OptionalDouble.empty());
  }
}
