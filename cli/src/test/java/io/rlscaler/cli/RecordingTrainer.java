package io.rlscaler.cli;

import io.rlscaler.engine.artifact.PolicyTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A trainer that learns nothing and remembers what it was asked. */
public final class RecordingTrainer implements PolicyTrainer {
  /** All requests so far. */
  static final List<Request> REQUESTS = new ArrayList<>();

  @Override
  public Outcome train(Request request, Listener listener) throws IOException {
    REQUESTS.add(request);
    if (Files.readString(request.config()).equals("bad")) {
      throw new IllegalArgumentException(request.config() + ", line 1: found no section");
    }
    listener.progress("iteration 1");
    listener.progress("iteration 2");
    listener.message("a message");
    return new Outcome(
        request.directory().resolve("policy"),
        OptionalDouble.of(0.525),
        request.resume() ? Ending.SIGNAL : Ending.BUDGET);
  }
}
