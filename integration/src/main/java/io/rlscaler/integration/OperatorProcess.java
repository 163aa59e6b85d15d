package io.rlscaler.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * An operator in a JVM of its own, which a test can stop, kill and hold at any moment.
 *
 * <p>Its environment is what the settings say and nothing of the test's own. Methods that wait give
 * up after 90 seconds with the end of the operator's log.
 */
public final class OperatorProcess implements AutoCloseable {
  private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);

  private final TemporaryDirectory directory;
  private final ServerProcess process;
  private final URI uri;

  private OperatorProcess(TemporaryDirectory directory, ServerProcess process, URI uri) {
    this.directory = directory;
    this.process = process;
    this.uri = uri;
  }

  /** Starts an operator; it need not be ready when this returns. */
  public static OperatorProcess start(OperatorSettings settings) {
    TemporaryDirectory directory = TemporaryDirectory.create("operator");
    int port = LoopbackPorts.next();
    try {
      ServerProcess process =
          ServerProcess.start(
              settings.identity(),
              directory.path(),
              settings.command(),
              settings.environment(port));
      return new OperatorProcess(directory, process, URI.create("http://127.0.0.1:" + port));
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Waits until {@code /readyz} is answered with 200.
   *
   * @throws IllegalStateException when it ends first or is not ready in time
   */
  public void awaitReady() {
    process.awaitReady("/readyz answers 200", () -> Probe.answers(uri.resolve("/readyz")));
  }

  /**
   * Waits until a line of the log has something that a regular expression finds.
   *
   * @throws IllegalStateException when it ends first or there is no such line in time
   */
  public void awaitLog(String expression) {
    Pattern pattern = Pattern.compile(expression);
    process.awaitReady(
        "its log has " + expression,
        () -> process.logLines().stream().anyMatch(line -> pattern.matcher(line).find()));
  }

  /** Returns the process id. */
  public long pid() {
    return process.pid();
  }

  /** Returns whether the process has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the lines of its output so far. */
  public List<String> log() {
    return process.logLines();
  }

  /** Asks it to end (SIGTERM) and returns when it has; after 10 seconds it is killed. */
  public void stop() {
    process.close();
  }

  /** Ends it at once (SIGKILL). */
  public void kill() {
    process.kill();
  }

  /** Holds it (SIGSTOP); returns when none of its threads runs. */
  public void pause() {
    signal("STOP");
    Awaitility.await("all threads of " + pid() + " are stopped")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(SIGNAL_LIMIT)
        .until(this::isPaused);
  }

  /** Lets it go on after {@link #pause} (SIGCONT). */
  public void resume() {
    signal("CONT");
  }

  /** Returns its metrics page. */
  public String metrics() {
    return successful(Probe.get(uri.resolve("/metrics")));
  }

  /**
   * Returns what it says about the latest decisions for a scaler, JSON.
   *
   * @param token of a user who may read the scaler
   */
  public String explain(String namespace, String name, String token) {
    return successful(Probe.get(uri.resolve("/explain/" + namespace + "/" + name), token));
  }

  /** Returns the address of its HTTP server, without path. */
  public URI uri() {
    return uri;
  }

  /** Ends it, if it still runs, and deletes its log. */
  @Override
  public void close() {
    if (isAlive()) {
      // A held process would not see that it is asked to end.
      resume();
    }
    process.close();
    directory.close();
  }

  private String successful(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  private void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
      if (!kill.waitFor(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("could not send SIG" + name + " to process " + pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  // The state follows the command's name in parentheses: proc_pid_stat(5).
  private boolean isPaused() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
      return true;
    }
  }
}
