package io.rlscaler.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A server of the test environment: one operating-system process that writes to a log file. */
final class ServerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
  private static final int TAIL_LINES = 30;

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread killer;

  private ServerProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.killer = new Thread(process::destroyForcibly, "kill-" + name);
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts a process in a directory; its output is appended to {@code name.log} there.
   *
   * @throws UncheckedIOException when the program cannot be run
   */
  static ServerProcess start(String name, Path directory, List<String> command) {
    return start(name, directory, new ProcessBuilder(command));
  }

  /**
   * Starts a process as above that sees no environment but the given one.
   *
   * @throws UncheckedIOException when the program cannot be run
   */
  static ServerProcess start(
      String name, Path directory, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return start(name, directory, builder);
  }

  private static ServerProcess start(String name, Path directory, ProcessBuilder builder) {
    Path log = directory.resolve(name + ".log");
    builder
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new ServerProcess(name, log, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + builder.command().get(0), e);
    }
  }

  /**
   * Waits until a condition holds; an exception in the condition counts as "not yet".
   *
   * @throws IllegalStateException with the end of the log when the process ends first or the
   *     condition does not hold in time
   */
  void awaitReady(String condition, Callable<Boolean> ready) {
    try {
      Awaitility.await(condition)
          .atMost(START_LIMIT)
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL_INTERVAL)
          .ignoreExceptions()
          .failFast(name + " ended early", () -> !process.isAlive())
          .until(ready);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      String state = process.isAlive() ? "still running" : "exit code " + process.exitValue();
      throw new IllegalStateException(
          name + ": not reached: " + condition + " (" + state + "); its log ends with:\n" + tail(),
          e);
    }
  }

  /** Returns the last lines of the log. */
  String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /** Returns all lines of the log so far. */
  List<String> logLines() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Ends the process without a chance to clean up; returns when it has ended. */
  void kill() {
    process.destroyForcibly();
    close();
  }

  /** Ends the process, politely first; returns when it has ended. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    removeHook();
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException alreadyShuttingDown) {
      // The hook then finds a process that has ended, which is harmless.
    }
  }
}
