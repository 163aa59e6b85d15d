package io.rlscaler.operator.telemetry;

/** Where a kill switch can be pulled. */
public enum KillSwitchScope {
  /** For the whole operator. */
  OPERATOR,
  /** For the scalers of one namespace. */
  NAMESPACE,
  /** For one scaler. */
  SCALER
}
