package io.rlscaler.prometheus;

import java.util.List;

/**
 * The answer to an instant query.
 *
 * @param samples in the order of the answer; label sets that occur twice are kept twice; a scalar
 *     is one sample without labels
 * @param warnings what Prometheus says may be missing or wrong, in its words: untrusted text, not
 *     for status or logs
 * @param infos remarks on the query that do not put the result in doubt; untrusted text likewise
 */
public record InstantResult(List<Sample> samples, List<String> warnings, List<String> infos) {
  /** Copies the lists. */
  public InstantResult {
    samples = List.copyOf(samples);
    warnings = List.copyOf(warnings);
    infos = List.copyOf(infos);
  }

  /** Whether series may be missing: the server gave at least one warning. */
  public boolean partial() {
    return !warnings.isEmpty();
  }
}
