package io.rlscaler.trainer.prior;

import io.rlscaler.engine.policy.PolicyContract.TraceDigest;
import io.rlscaler.simulator.trace.Trace;
import java.time.Duration;
import java.util.Arrays;

/** A trace whose rate is low and high in turn, 15 s each. */
final class Alternation {
  private Alternation() {}

  /**
   * A trace.
   *
   * @param growth log of high over low
   */
  static TrainingTrace trace(String source, double growth, int steps) {
    double[] rates = new double[steps];
    Arrays.setAll(rates, i -> i % 2 == 0 ? 100 : 100 * Math.exp(growth));
    String name = source + "_" + growth + "_15s";
    return new TrainingTrace(
        Trace.of(name, Duration.ofSeconds(15), rates), source, new TraceDigest(name, "sha256:0"));
  }
}
