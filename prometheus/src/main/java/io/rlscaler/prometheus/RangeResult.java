package io.rlscaler.prometheus;

import java.util.List;

/**
 * The answer to a range query.
 *
 * @param series in the order in which they first appear; label sets that occur twice in one answer
 *     are kept twice
 * @param warnings what Prometheus says may be missing or wrong, in its words: untrusted text, not
 *     for status or logs
 * @param infos remarks on the query that do not put the result in doubt; untrusted text likewise
 */
public record RangeResult(List<Series> series, List<String> warnings, List<String> infos) {
  /** Copies the lists. */
  public RangeResult {
    series = List.copyOf(series);
    warnings = List.copyOf(warnings);
    infos = List.copyOf(infos);
  }

  /** Whether series or points may be missing: the server gave at least one warning. */
  public boolean partial() {
    return !warnings.isEmpty();
  }
}
