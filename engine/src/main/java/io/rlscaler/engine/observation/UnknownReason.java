package io.rlscaler.engine.observation;

/** Why a signal has no usable value. Unknown is never treated as zero. */
public enum UnknownReason {
  /** No answer has held this signal since the workload was registered. */
  NEVER_SEEN,
  /** The newest sample is older than the source allows. */
  STALE,
  /** A complete, successful answer does not contain this workload. */
  NO_DATA,
  /** The value is NaN or infinite. */
  NOT_FINITE,
  /** The value is below zero. */
  NEGATIVE,
  /** The source says that its answer is incomplete. */
  PARTIAL,
  /** The answer holds several series for this workload. */
  DUPLICATE,
  /** The source did not answer, or not with usable data. */
  SOURCE_DOWN
}
