package io.rlscaler.trainer.environment;

import java.util.SplittableRandom;

/**
 * Positive numbers between two, drawn so that each factor is equally likely.
 *
 * @param least above 0
 * @param most {@code least} or more
 */
public record Range(double least, double most) {
  /** Refuses ranges without a logarithm or in the wrong order. */
  public Range {
    if (!(least > 0 && most >= least && most <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "range: found %s to %s, expected above 0 and in rising order".formatted(least, most));
    }
  }

  /** A number of the range. */
  double draw(SplittableRandom random) {
    double share = random.nextDouble();
    return share == 0 || least == most
        ? least
        : Math.min(most, Math.exp(Math.log(least) + share * Math.log(most / least)));
  }
}
