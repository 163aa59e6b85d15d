package io.rlscaler.trainer.prior;

import io.rlscaler.engine.forecast.ForecastPrior;
import io.rlscaler.engine.policy.PolicyContract.TraceDigest;
import io.rlscaler.engine.policy.StrictJson;
import io.rlscaler.simulator.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Priors as a JSON document, to be put into the contract of a policy. Unknown, missing and repeated
 * fields are refused.
 *
 * @param schema {@value #SCHEMA}
 * @param forecastPrior by rising start-up time, as in the contract
 * @param traces that they were fitted to
 */
public record PriorsDocument(
    String schema, List<ForecastPrior> forecastPrior, List<TraceDigest> traces) {
  /** Value of {@code schema}. */
  public static final String SCHEMA = "rlscaler.priors/v1";

  /** Checks schema, order, and that there is something. */
  public PriorsDocument {
    if (!schema.equals(SCHEMA)) {
      throw new IllegalArgumentException(
          "schema: found \"" + schema + "\", expected \"" + SCHEMA + "\"");
    }
    forecastPrior = List.copyOf(forecastPrior);
    traces = List.copyOf(traces);
    if (forecastPrior.isEmpty()) {
      throw new IllegalArgumentException("forecastPrior: found none, expected at least one");
    }
    if (traces.isEmpty()) {
      throw new IllegalArgumentException("traces: found none, expected at least one");
    }
    for (int i = 1; i < forecastPrior.size(); i++) {
      double before = forecastPrior.get(i - 1).startUpSeconds();
      double startUp = forecastPrior.get(i).startUpSeconds();
      if (!(startUp > before)) {
        throw new IllegalArgumentException(
            "forecastPrior[%d].startUpSeconds: found %s after %s, expected rising times"
                .formatted(i, startUp, before));
      }
    }
  }

  /** A document of this schema. */
  public PriorsDocument(List<ForecastPrior> forecastPrior, List<TraceDigest> traces) {
    this(SCHEMA, forecastPrior, traces);
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException naming the file, the field, what was found and what was
   *     expected
   */
  public static PriorsDocument read(Path file) throws IOException {
    byte[] json = Files.readAllBytes(file);
    try {
      return StrictJson.read(json, PriorsDocument.class, Set.of());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Writes the document, whole or not at all; the same document gives the same bytes. */
  public void write(Path file) throws IOException {
    WholeFile.write(file, new String(StrictJson.write(this), StandardCharsets.UTF_8));
  }
}
