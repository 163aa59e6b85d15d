package io.rlscaler.simulator.evaluation;

/**
 * What the request-level model says of a controller's violations, on a stratified sample of windows
 * whose strata are weighted so that the shares stand for the whole scored part. The difference
 * between {@code share} and {@code fastShare} is the correction of the fast model's share over the
 * whole part.
 *
 * @param share violation share by the request-level model
 * @param low lower end of its 90 % interval (5 % quantile), given the fast model's share
 * @param high upper end of its 90 % interval (95 % quantile)
 * @param windows how many were simulated, at least 1
 * @param fastShare violation share by the fast model on the same windows with the same weights
 */
public record Audit(double share, double low, double high, int windows, double fastShare) {

  /** Refuses shares outside 0 to 1 and intervals without their estimate. */
  public Audit {
    requireShare("share", share);
    requireShare("low", low);
    requireShare("high", high);
    requireShare("fastShare", fastShare);
    if (!(low <= share && share <= high)) {
      throw new IllegalArgumentException(
          "audit: found " + share + " outside its interval [" + low + ", " + high + "]");
    }
    if (windows < 1) {
      throw new IllegalArgumentException("windows: found " + windows + ", expected 1 or more");
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": found " + value + ", expected 0 to 1");
    }
  }

  /** What to add to the fast model's share over the whole scored part. */
  public double correction() {
    return share - fastShare;
  }
}
