package io.rlscaler.benchmarks;

import io.rlscaler.engine.artifact.PolicyArtifact;
import io.rlscaler.engine.policy.OnnxPolicy;
import io.rlscaler.engine.policy.PolicyRejectedException;

/** The policy that is measured: the one that comes with the engine. */
final class BuiltinPolicy {
  static final String NAME = "headroom-v1";

  private BuiltinPolicy() {}

  /** Loads it on ONNX Runtime. */
  static OnnxPolicy load() {
    try {
      PolicyArtifact artifact = PolicyArtifact.builtin(NAME);
      return OnnxPolicy.load(artifact.contract(), artifact.model(), artifact.digest());
    } catch (PolicyRejectedException e) {
      throw new IllegalStateException("policy " + NAME + " cannot be loaded", e);
    }
  }
}
