package io.rlscaler.cli;

import io.rlscaler.engine.artifact.PolicyTrainer;
import io.rlscaler.engine.artifact.PriorTrainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Learns nothing and remembers what it was asked. */
public final class RecordingPriorTrainer implements PriorTrainer {
  /** All requests so far. */
  static final List<Request> REQUESTS = new ArrayList<>();

  /** What it was asked. */
  record Request(List<Path> traces, Path file) {}

  @Override
  public void train(List<Path> traces, Path file, PolicyTrainer.Listener listener) {
    REQUESTS.add(new Request(traces, file));
    if (traces.size() < 2) {
      throw new IllegalArgumentException("traces: found one source, expected two");
    }
    listener.message("a message");
  }
}
