package io.rlscaler.operator.telemetry;

import java.util.Locale;

/** Where a kill switch can be pulled. */
public enum KillSwitchScope {
  /** For the whole operator. */
  OPERATOR,
  /** For the scalers of one namespace. */
  NAMESPACE,
  /** For one scaler. */
  SCALER;

  /** The name in messages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
