package io.rlscaler.operator;

import io.rlscaler.operator.cluster.Leadership;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of the operator's process, from environment variables.
 *
 * @param namespace {@code RLSCALER_NAMESPACE}: where the operator, its lease, secrets and policies
 *     are
 * @param identity {@code RLSCALER_POD_NAME}: who holds the lease; default the host's name
 * @param endpoint {@code RLSCALER_HTTP_ADDRESS} (default 0.0.0.0) and {@code RLSCALER_HTTP_PORT}
 *     (default 8080; 0 takes a free one)
 * @param killSwitchFile {@code RLSCALER_KILL_SWITCH_FILE}: file of a mounted ConfigMap; default
 *     none
 * @param scalerMetrics {@code RLSCALER_SCALER_METRICS}: whether there are series per scaler,
 *     default true
 * @param leadership {@code RLSCALER_LEASE_SECONDS} (default 12), {@code RLSCALER_RENEW_SECONDS}
 *     (8), {@code RLSCALER_RETRY_SECONDS} (2)
 */
record OperatorConfig(
    String namespace,
    String identity,
    InetSocketAddress endpoint,
    Optional<Path> killSwitchFile,
    boolean scalerMetrics,
    Leadership.Timing leadership) {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_SECONDS = 3_600;

  /**
   * Reads the variables.
   *
   * @throws IllegalArgumentException naming the variable, what was found and what was expected
   */
  static OperatorConfig of(Map<String, String> environment) {
    return new OperatorConfig(
        text(environment, "RLSCALER_NAMESPACE", "rlscaler-system"),
        text(
            environment,
            "RLSCALER_POD_NAME",
            text(environment, "HOSTNAME", "rlscaler-" + ProcessHandle.current().pid())),
        new InetSocketAddress(
            text(environment, "RLSCALER_HTTP_ADDRESS", "0.0.0.0"),
            number(environment, "RLSCALER_HTTP_PORT", 8080, 0, MAX_PORT)),
        Optional.ofNullable(environment.get("RLSCALER_KILL_SWITCH_FILE")).map(Path::of),
        flag(environment, "RLSCALER_SCALER_METRICS", true),
        new Leadership.Timing(
            seconds(environment, "RLSCALER_LEASE_SECONDS", 12),
            seconds(environment, "RLSCALER_RENEW_SECONDS", 8),
            seconds(environment, "RLSCALER_RETRY_SECONDS", 2)));
  }

  private static String text(Map<String, String> environment, String name, String fallback) {
    String value = environment.getOrDefault(name, "");
    return value.isBlank() ? fallback : value.strip();
  }

  private static Duration seconds(Map<String, String> environment, String name, int fallback) {
    return Duration.ofSeconds(number(environment, name, fallback, 1, MAX_SECONDS));
  }

  private static int number(
      Map<String, String> environment, String name, int fallback, int least, int most) {
    String value = text(environment, name, String.valueOf(fallback));
    String expected = ", expected a whole number from " + least + " to " + most;
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": found \"" + value + "\"" + expected, e);
    }
    throw new IllegalArgumentException(name + ": found " + value + expected);
  }

  private static boolean flag(Map<String, String> environment, String name, boolean fallback) {
    String value = text(environment, name, String.valueOf(fallback));
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              name + ": found \"" + value + "\", expected true or false");
    };
  }
}
