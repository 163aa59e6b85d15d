package io.rlscaler.simulator.workload;

import java.util.SplittableRandom;

/**
 * Gamma variables of any shape and scale 1, by the rejection method of Marsaglia and Tsang, "A
 * simple method for generating gamma variables", ACM Transactions on Mathematical Software 26
 * (2000): a cube of a shifted normal variable. Shapes below 1 are drawn one higher and multiplied
 * by a power of a uniform variable.
 */
final class GammaSampler {
  private GammaSampler() {}

  static double draw(double shape, SplittableRandom random) {
    if (shape < 1) {
      return draw(shape + 1, random) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double root = 1 + c * x;
      double v = root * root * root;
      if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d * (1 - v + Math.log(v))) {
        return d * v;
      }
    }
  }
}
