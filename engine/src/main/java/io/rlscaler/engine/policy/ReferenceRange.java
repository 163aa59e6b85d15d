package io.rlscaler.engine.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The range of features in which a policy was trained: from its 0.1 % to its 99.9 % quantile and
 * {@value #SLACK_DEVIATIONS} deviations beyond.
 */
final class ReferenceRange {
  static final double SLACK_DEVIATIONS = 4;

  // values() copies its array, which would be a tenth of all garbage of a decision.
  private static final List<Feature> FEATURES = List.of(Feature.values());

  /** Kept, because values() copies. */
  private final double[] lowest;

  private final double[] highest;

  ReferenceRange(List<PolicyContract.Reference> reference) {
    lowest =
        reference.stream().mapToDouble(r -> r.p001() - SLACK_DEVIATIONS * r.deviation()).toArray();
    highest =
        reference.stream().mapToDouble(r -> r.p999() + SLACK_DEVIATIONS * r.deviation()).toArray();
  }

  /** The first feature outside, in words. */
  Optional<String> violation(float[] features) {
    for (Feature feature : FEATURES) {
      int i = feature.index();
      if (!(features[i] >= lowest[i] && features[i] <= highest[i])) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "%s is %s, the policy was trained on %s to %s",
                feature.id(),
                features[i],
                lowest[i],
                highest[i]));
      }
    }
    return Optional.empty();
  }
}
