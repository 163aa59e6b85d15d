package io.rlscaler.simulator.workload;

/**
 * What clients do when an answer fails to come. An attempt fails when it is not answered within the
 * timeout, when a full queue rejects it, or when its replica crashes; then the client waits for the
 * backoff, which doubles from attempt to attempt, and sends the request again while it has retries
 * left. The server drops an attempt that still waits when its client gives up, but ends one that it
 * has begun: work for nothing, which is what makes retries dangerous.
 *
 * @param timeoutSeconds patience with one attempt [s], positive, infinite for any patience
 * @param retries attempts after the first, 0 to 20
 * @param backoffSeconds wait before the first retry [s], 0 or more
 */
public record Clients(double timeoutSeconds, int retries, double backoffSeconds) {
  /** Clients that wait for any time and never try again. */
  public static final Clients PATIENT = new Clients(Double.POSITIVE_INFINITY, 0, 0);

  private static final int MOST_RETRIES = 20;

  /** Checks the ranges. */
  public Clients {
    if (!(timeoutSeconds > 0)) {
      throw new IllegalArgumentException(
          "client timeout is " + timeoutSeconds + " s, expected a positive or infinite time");
    }
    if (retries < 0 || retries > MOST_RETRIES) {
      throw new IllegalArgumentException(
          "retries are " + retries + ", expected 0 to " + MOST_RETRIES);
    }
    if (!(backoffSeconds >= 0 && Double.isFinite(backoffSeconds))) {
      throw new IllegalArgumentException("backoff is " + backoffSeconds + " s, expected 0 or more");
    }
  }
}
