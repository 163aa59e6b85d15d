package io.rlscaler.simulator.trace.source;

/**
 * What to do about a range query whose answer is not one complete series.
 *
 * @param sum whether several series are added up; without it they are refused. As with PromQL's
 *     {@code sum}, a series without a value at some time counts for nothing there, and a NaN makes
 *     the sum unknown
 * @param allowPartial whether an answer is taken although Prometheus warns that something may be
 *     missing in it
 */
public record RangeOptions(boolean sum, boolean allowPartial) {
  /** One complete series only. */
  public static final RangeOptions STRICT = new RangeOptions(false, false);
}
