package io.rlscaler.operator.explain;

import io.rlscaler.engine.WorkloadId;

/** Port: says whether the bearer of a token may read why a scaler decided as it did. */
public interface TokenAuthorizer {
  /** The answer. */
  enum Access {
    /** Known, and may read. */
    ALLOWED,
    /** The token is not valid. */
    UNAUTHENTICATED,
    /** Known, but may not read. */
    FORBIDDEN,
    /** Could not be found out; to be asked again. */
    UNAVAILABLE
  }

  /** Checks a token, within a bounded time and without throwing. */
  Access check(String token, WorkloadId scaler);
}
