package io.rlscaler.cli;

import io.rlscaler.engine.artifact.PolicyTrainer;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Shows how far a training is: on a terminal one line that is redrawn, elsewhere a line now and
 * then.
 */
final class TrainingLines implements PolicyTrainer.Listener {
  private static final long PLAIN_NANOS = 10_000_000_000L;

  private final Console console;
  private final LongSupplier nanos;
  private OptionalLong lastPlain = OptionalLong.empty();

  TrainingLines(Console console, LongSupplier nanos) {
    this.console = console;
    this.nanos = nanos;
  }

  @Override
  public synchronized void progress(String line) {
    if (console.isTerminal()) {
      if (console.isDue()) {
        console.redraw(List.of(line));
      }
      return;
    }
    long now = nanos.getAsLong();
    if (lastPlain.isEmpty() || now - lastPlain.getAsLong() >= PLAIN_NANOS) {
      lastPlain = OptionalLong.of(now);
      console.message(line);
    }
  }

  @Override
  public synchronized void message(String text) {
    console.progressDone();
    console.message(text);
  }
}
