package io.rlscaler.simulator.protocol;

/**
 * A stretch of a scored episode that the request-level model may replay.
 *
 * @param episode which of the paired episodes, from 0
 * @param from first model step of the episode in it
 * @param to first model step behind it
 * @param requests that arrive in it
 * @param fastViolations how many of them violate the objective by the fast model
 * @param cost requests that a replay takes, with those before the window that warm it in
 */
record AuditWindow(
    int episode, int from, int to, double requests, double fastViolations, double cost) {

  AuditWindow {
    if (!(requests > 0 && fastViolations >= 0 && cost >= requests)) {
      throw new IllegalArgumentException(
          "window has "
              + requests
              + " requests, "
              + fastViolations
              + " violations and costs "
              + cost
              + ", expected requests > 0, violations >= 0 and cost >= requests");
    }
  }
}
