package io.rlscaler.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command prints: data to standard output, messages and progress to standard error. A
 * terminal shows progress in place; a file gets only whole lines of messages.
 */
final class Console {
  /** Set by the launcher, which can tell on any JDK whether standard error is a terminal. */
  private static final String TERMINAL_PROPERTY = "rlscaler.terminal";

  private static final long REDRAW_NANOS = 100_000_000;
  private static final String CLEAR_LINE = "\u001b[2K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private long lastDrawn = System.nanoTime();
  private int drawn;

  Console(@Nullable CommandSpec spec) {
    out = Objects.requireNonNull(spec).commandLine().getOut();
    err = spec.commandLine().getErr();
    terminal = Boolean.getBoolean(TERMINAL_PROPERTY);
  }

  /** Whether a person sees lines being redrawn. */
  boolean isTerminal() {
    return terminal;
  }

  void data(String text) {
    out.println(text);
    out.flush();
  }

  void message(String text) {
    err.println(text);
    err.flush();
  }

  /** Shows how far work is, on a terminal only. */
  void progress(String what, double share) {
    if (terminal && isDue()) {
      redraw(List.of(String.format(Locale.ROOT, "%s %3.0f %%", what, 100 * share)));
    }
  }

  /** Removes what progress has drawn. */
  void progressDone() {
    if (drawn > 0) {
      redraw(List.of());
    }
  }

  /** Whether enough time has passed to draw again. */
  boolean isDue() {
    return System.nanoTime() - lastDrawn > REDRAW_NANOS;
  }

  /** Replaces the lines drawn last. */
  void redraw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < drawn; i++) {
      text.append("\u001b[1A").append(CLEAR_LINE).append('\r');
    }
    lines.forEach(line -> text.append(line).append('\n'));
    err.print(text);
    err.flush();
    drawn = lines.size();
    lastDrawn = System.nanoTime();
  }

  /** Leaves the lines drawn last where they are. */
  void keep() {
    drawn = 0;
  }
}
