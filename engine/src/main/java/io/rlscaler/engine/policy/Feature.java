package io.rlscaler.engine.policy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The feature schema {@code request.v1}: name, order and meaning of a policy's inputs.
 *
 * <p>All are ratios or logarithms, so that three pods and three hundred look the same; size enters
 * only as a logarithm. Every value is clipped to +-{@value #CLIP}. The {@linkplain #digest()
 * digest} of this table is part of a policy's contract: a policy trained on another table is
 * refused.
 */
public enum Feature {
  LOAD_PER_READY("replica load over ready replicas, now"),
  LOAD_PER_READY_1M("replica load over ready replicas, mean of 1 min"),
  LOAD_PER_READY_5M("replica load over ready replicas, mean of 5 min"),
  SLOPE_1M_5M("log of the 1 min mean load over the 5 min mean"),
  SLOPE_5M_30M("log of the 5 min mean load over the 30 min mean"),
  VARIATION_5M("log1p of the coefficient of variation of the load over 5 min"),
  LARGEST_JUMP_5M("log of the largest ratio of one load to the one before within 5 min"),
  FORECAST("forecast log growth of the load within one start-up time"),
  FORECAST_TWICE("forecast log growth of the load within two start-up times"),
  SPREAD_10M("root mean square of positive forecast residuals, 10 min"),
  SPREAD_1H("root mean square of positive forecast residuals, 1 h"),
  SPREAD_12H("root mean square of positive forecast residuals, 12 h"),
  SPREAD_YESTERDAY("worst forecast residual within 5 min of this time yesterday"),
  YESTERDAY_GROWTH("log growth of the load that followed this time yesterday"),
  YESTERDAY_LEVEL("log of the load at this time yesterday over the load now"),
  YESTERDAY_KNOWN("1 when there is history of yesterday, else 0"),
  LAST_WEEK_GROWTH("log growth of the load that followed this time last week"),
  LAST_WEEK_LEVEL("log of the load at this time last week over the load now"),
  LAST_WEEK_KNOWN("1 when there is history of last week, else 0"),
  UTILIZATION("busy share of the ready capacity"),
  VIOLATION_OVER_BUDGET("log1p of the violation share over the allowed one, now"),
  VIOLATION_OVER_BUDGET_5M("log1p of the violation share over the allowed one, mean of 5 min"),
  BUDGET_LEFT("share of the error budget that is left, -1 to 1"),
  BURN("log1p of the burn rate over 1 h"),
  BUDGET_KNOWN("1 when the budget's history is known, else 0"),
  PENDING_OVER_READY("pending over ready replicas"),
  DESIRED_OVER_READY("log of desired over ready replicas"),
  PENDING_AGE("age of the oldest pending replica over the start-up time"),
  POSITION("log position of the desired count between min and max, 0 to 1"),
  SINCE_UP("log1p of the time since the last raise over the start-up time"),
  SINCE_DOWN("log1p of the time since the last reduction over the start-up time"),
  START_UP("log of the start-up time over 60 s"),
  PERIOD("log of the decision period over 15 s"),
  LAST_LEVEL("headroom level of the last decision, 0 for follow-baseline"),
  LAST_FOLLOWED_BASELINE("1 when the last decision followed the baseline, else 0"),
  METRIC_AGE("age of the arrival rate over the decision period"),
  UTILIZATION_UNKNOWN("1 when utilization is unknown, else 0"),
  GOOD_RATIO_UNKNOWN("1 when the good ratio is unknown, else 0"),
  QUEUE_UNKNOWN("1 when the queue length is unknown, else 0"),
  STRICTNESS("log of the violation weight"),
  LOAD("log2 of the replica load, floored at half a replica"),
  REFERENCE_UTILIZATION("highest utilization at which the latency objective can be held"),
  BASELINE_OVER_CURRENT("log of the baseline's proposal over the desired count");

  /** Name of this table in a contract. */
  public static final String SCHEMA = "request.v1";

  /** Number of features. */
  public static final int COUNT = values().length;

  /** Largest magnitude of a feature. */
  public static final float CLIP = 10;

  private final String meaning;

  Feature(String meaning) {
    this.meaning = meaning;
  }

  /** The name in contracts and explanations, as {@code load_per_ready}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the feature says, with its transformation. */
  public String meaning() {
    return meaning;
  }

  /** Position in a policy's input. */
  @SuppressWarnings(
      "EnumOrdinal") // the order of this table is the order of the input, and digested
  public int index() {
    return ordinal();
  }

  /** {@code sha256:} and the digest over names, order and meanings. */
  public static String digest() {
    StringBuilder table = new StringBuilder(SCHEMA).append('\n');
    for (Feature feature : values()) {
      table.append(feature.id()).append('\t').append(feature.meaning).append('\n');
    }
    return Sha256.name(table.toString().getBytes(StandardCharsets.UTF_8));
  }
}
