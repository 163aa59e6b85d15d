package io.rlscaler.cli;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRejectedException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A policy that a user names: a directory, or {@code builtin:NAME} for one that comes with
 * rlscaler.
 *
 * @param label the policy for people
 * @param artifact admitted
 */
record PolicySource(String label, PolicyArtifact artifact) {
  /** The policy that is taken when none is named. */
  static final String DEFAULT = "builtin:headroom-v1";

  private static final String BUILTIN = "builtin:";

  /** Reads and admits a policy. */
  static PolicySource of(String name) {
    try {
      return name.startsWith(BUILTIN)
          ? new PolicySource(name, PolicyArtifact.builtin(name.substring(BUILTIN.length())))
          : new PolicySource(name, PolicyArtifact.read(Path.of(name)));
    } catch (PolicyRejectedException e) {
      throw new InputException("--policy " + name + ": " + e.getMessage(), e);
    }
  }

  /** Name and version from its contract: the same wherever the policy lies. */
  String title() {
    return artifact.contract().name() + " " + artifact.contract().version();
  }

  /** Loads it for a decision period. */
  OnnxPolicy load(Duration period) {
    var range = artifact.contract().decisionPeriodSeconds();
    double seconds = period.toMillis() / 1000.0;
    if (seconds < range.min() || seconds > range.max()) {
      throw new InputException(
          "--period: found "
              + seconds
              + " s, expected "
              + range.min()
              + " to "
              + range.max()
              + " s, which the contract of policy "
              + label
              + " allows");
    }
    try {
      return OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest());
    } catch (PolicyRejectedException e) {
      throw new InputException("--policy " + label + ": " + e.getMessage(), e);
    }
  }
}
