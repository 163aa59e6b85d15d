package io.rlscaler.engine.policy;

/** A policy that must not be used, with a reason for programs and a detail for people. */
public final class PolicyRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The documented reasons. */
  public enum Cause {
    /** A file of the artifact is missing or cannot be read. */
    FILE_MISSING,
    /** The bytes are not the ones that the digest names. */
    DIGEST_MISMATCH,
    /** {@code policy.json} is not JSON, or has unknown, missing or mistyped fields. */
    CONTRACT_MALFORMED,
    /** The contract asks for another engine: schema, features, actions or periods. */
    CONTRACT_MISMATCH,
    /** {@code policy.onnx} is not an ONNX model, or larger than allowed. */
    MODEL_MALFORMED,
    /** The graph uses an operator, domain or feature that is not on the allow list. */
    MODEL_FORBIDDEN,
    /** Names, types or shapes of the graph differ from the contract. */
    MODEL_MISMATCH,
    /** ONNX Runtime is not usable in this process. */
    RUNTIME_UNAVAILABLE,
    /** ONNX Runtime refused the model, or its outputs are not finite. */
    MODEL_FAILED
  }

  private final Cause reason;

  /** A rejection; {@code detail} names what was found and what was expected. */
  public PolicyRejectedException(Cause reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** The reason. */
  public Cause reason() {
    return reason;
  }
}
