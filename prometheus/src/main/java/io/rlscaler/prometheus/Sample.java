package io.rlscaler.prometheus;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One value of an instant query.
 *
 * @param labels label names and values in the order of the answer; empty for a scalar
 * @param time the evaluation time, to the millisecond
 * @param value the value as Prometheus gave it: NaN and the infinities are kept, the caller decides
 */
public record Sample(Map<String, String> labels, Instant time, double value) {
  /** Copies the labels. */
  public Sample {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    Objects.requireNonNull(time, "time");
  }
}
