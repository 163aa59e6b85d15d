package io.rlscaler.trainer.export;

import io.rlscaler.engine.artifact.PolicyExporter;
import io.rlscaler.engine.policy.PolicyRejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;

/** The trainer's exporter, found by {@link java.util.ServiceLoader}. */
public final class TrainerPolicyExporter implements PolicyExporter {
  // Fixed, so that one level has one digest wherever and whenever it is written.
  private static final String CODE_VERSION = "rlscaler 0.1.0";
  private static final LocalDate DATE = LocalDate.of(2026, 1, 1);

  @Override
  public void exportHeadroom(double level, Path directory) throws IOException {
    HeadroomPolicy policy = new HeadroomPolicy(level);
    try {
      PolicyArtifactWriter.write(policy.contract(CODE_VERSION, DATE), policy.network(), directory);
    } catch (PolicyRejectedException e) {
      throw new IllegalStateException("a fixed headroom is always admissible", e);
    }
  }
}
