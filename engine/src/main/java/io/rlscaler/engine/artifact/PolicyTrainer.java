package io.rlscaler.engine.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Port to whatever can train policies in this installation, found by {@link
 * java.util.ServiceLoader}; an installation without the trainer has none.
 */
public interface PolicyTrainer {
  /**
   * Trains a policy and writes it with everything about the run into the request's directory.
   *
   * @param listener hears how far the training is
   * @return what came out, also when a signal stopped the training early
   * @throws IllegalArgumentException when the configuration, a trace or the directory cannot be
   *     used; the message names it, what was found and what was expected
   * @throws IOException when a file cannot be read or written
   */
  Outcome train(Request request, Listener listener) throws IOException;

  /**
   * What to train.
   *
   * @param config the configuration, one YAML file
   * @param traces files of the traces to train on, at least one
   * @param validation files of the traces that select the best policy, at least one
   * @param directory where everything goes; created when missing
   * @param seed in place of the configuration's
   * @param budget time for the whole training, in place of the sum of the configuration's parts
   * @param resume continue the run that is in {@code directory}
   */
  record Request(
      Path config,
      List<Path> traces,
      List<Path> validation,
      Path directory,
      OptionalLong seed,
      Optional<Duration> budget,
      boolean resume) {
    /** Copies the lists and refuses empty ones. */
    public Request {
      traces = List.copyOf(traces);
      validation = List.copyOf(validation);
      if (traces.isEmpty() || validation.isEmpty()) {
        throw new IllegalArgumentException(
            "found %d traces and %d for validation, expected at least one of each"
                .formatted(traces.size(), validation.size()));
      }
    }
  }

  /**
   * What came out of a training.
   *
   * @param policy directory of the best policy
   * @param gapClosed share of the gap to the bound that it closes on the validation traces, where
   *     one was measured
   * @param ending why the training ended
   */
  record Outcome(Path policy, OptionalDouble gapClosed, Ending ending) {}

  /** Why a training ended. */
  enum Ending {
    /** Its budget is used. */
    BUDGET,
    /** A signal asked for it. */
    SIGNAL,
    /** Its numbers were no longer finite; the policy is the best before. */
    DIVERGED
  }

  /** Hears how far a training is. */
  interface Listener {
    /** One line that replaces the one before it. */
    void progress(String line);

    /** Something that a person should still see afterwards. */
    void message(String text);
  }
}
