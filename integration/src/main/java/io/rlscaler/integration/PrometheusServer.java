package io.rlscaler.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Prometheus on the loopback address that scrapes its targets every second.
 *
 * <p>{@link #stop} and {@link #start} make an outage: address and data stay. The program is the
 * {@code prometheus} on the PATH, as Debian's package of that name installs it.
 */
public final class PrometheusServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path program;
  private final TemporaryDirectory directory = TemporaryDirectory.create("prometheus");
  private final URI uri = URI.create("http://127.0.0.1:" + LoopbackPorts.next());
  private @Nullable ServerProcess process;

  private PrometheusServer(Path program, String configuration) {
    this.program = program;
    directory.write("prometheus.yml", configuration);
  }

  /** Returns whether there is a Prometheus on the PATH. */
  public static boolean isInstalled() {
    return program("prometheus").isPresent();
  }

  /**
   * Starts a server and returns when it answers queries.
   *
   * @param targets addresses of metrics pages on this machine, {@code http://127.0.0.1:PORT/PATH};
   *     each is scraped under the job name "target-" with its position, from 0
   * @throws IllegalArgumentException when a target is not on this machine
   * @throws IllegalStateException when Prometheus is not installed or does not start; the message
   *     holds the end of its log
   */
  public static PrometheusServer start(List<URI> targets) {
    PrometheusServer server = new PrometheusServer(onPath("prometheus"), configuration(targets));
    try {
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Starts a server without targets that has a past.
   *
   * @param openMetrics samples with times, in the text format of OpenMetrics, of the last two weeks
   * @throws IllegalStateException when Prometheus or its {@code promtool} is not installed, refuses
   *     the samples, or does not start
   */
  public static PrometheusServer startWithPast(String openMetrics) {
    Path tool = onPath("promtool");
    Path program = onPath("prometheus");
    PrometheusServer server = new PrometheusServer(program, configuration(List.of()));
    try {
      Path samples = server.directory.write("past.txt", openMetrics);
      server.backfill(tool, samples);
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void backfill(Path tool, Path samples) {
    try {
      Process process =
          new ProcessBuilder(
                  tool.toString(),
                  "tsdb",
                  "create-blocks-from",
                  "openmetrics",
                  samples.toString(),
                  directory.path().resolve("data").toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("promtool refuses the samples: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run promtool", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while promtool ran", e);
    }
  }

  /** Returns the address of the server, without path. */
  public URI uri() {
    return uri;
  }

  /** Starts the server again after {@link #stop}, with its data; returns when it is ready. */
  public void start() {
    if (process != null) {
      throw new IllegalStateException("Prometheus runs already");
    }
    ServerProcess started =
        ServerProcess.start(
            "prometheus",
            directory.path(),
            List.of(
                program.toString(),
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=" + uri.getAuthority()));
    process = started;
    started.awaitReady("Prometheus is ready", () -> Probe.answers(uri.resolve("/-/ready")));
  }

  /** Stops the server; connections to its address are refused until {@link #start}. */
  public void stop() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /**
   * Asks for the present value of an expression.
   *
   * @return the value of the first sample; empty when the result has none
   * @throws UncheckedIOException when the server does not answer
   * @throws IllegalStateException when it refuses the query
   */
  public OptionalDouble query(String expression) {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    HttpResponse<String> answer = Probe.get(uri.resolve("/api/v1/query?query=" + encoded));
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "Prometheus answered " + answer.statusCode() + ": " + answer.body());
    }
    try {
      JsonNode samples = JSON.readTree(answer.body()).path("data").path("result");
      return samples.isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(Double.parseDouble(samples.get(0).path("value").get(1).asText()));
    } catch (IOException e) {
      throw new UncheckedIOException("not an answer of Prometheus: " + answer.body(), e);
    }
  }

  /** Ends the server and deletes its data. */
  @Override
  public void close() {
    stop();
    directory.close();
  }

  private static Path onPath(String name) {
    return program(name)
        .orElseThrow(
            () -> new IllegalStateException("found no program '" + name + "' on the PATH"));
  }

  private static Optional<Path> program(String name) {
    return Stream.of(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String configuration(List<URI> targets) {
    String jobs =
        Stream.iterate(0, i -> i < targets.size(), i -> i + 1)
            .map(i -> job("target-" + i, targets.get(i)))
            .collect(Collectors.joining());
    return """
        global:
          scrape_interval: 1s
          scrape_timeout: 1s
          evaluation_interval: 1s
        scrape_configs:
        """
        + (jobs.isEmpty() ? "  []\n" : jobs);
  }

  private static String job(String name, URI target) {
    if (!List.of("127.0.0.1", "localhost").contains(target.getHost())) {
      throw new IllegalArgumentException(
          "target is " + target + ", expected an address of this machine: 127.0.0.1 or localhost");
    }
    return """
          - job_name: %s
            metrics_path: %s
            static_configs:
              - targets: ["%s"]
        """
        .formatted(
            name,
            target.getPath().isEmpty() ? "/metrics" : target.getPath(),
            target.getAuthority());
  }
}
