package io.rlscaler.trainer.prior;

import io.rlscaler.engine.policy.PolicyContract.TraceDigest;
import io.rlscaler.engine.policy.Sha256;
import io.rlscaler.simulator.protocol.ScoredTrace;
import io.rlscaler.simulator.trace.Trace;
import io.rlscaler.simulator.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A trace to learn from.
 *
 * @param trace its rates
 * @param source the data set that it comes from
 * @param digest of its file, with its name
 */
public record TrainingTrace(Trace trace, String source, TraceDigest digest) {

  /**
   * Reads a trace; its source follows from its name.
   *
   * @throws IOException if it cannot be read or is no trace; the message names the file
   * @throws IllegalArgumentException if the trace itself is impossible; so does this message
   */
  public static TrainingTrace read(Path file) throws IOException {
    try {
      Trace trace = TraceReader.read(file);
      String digest = Sha256.name(Files.readAllBytes(file));
      return new TrainingTrace(
          trace, ScoredTrace.source(trace.name()), new TraceDigest(trace.name(), digest));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
