package io.rlscaler.operator.resource;

import io.rlscaler.crds.Condition;
import io.rlscaler.crds.Condition.Status;
import java.util.Map;
import java.util.Optional;

/** The event that tells of a condition's transition; every reason is unique. */
record ConditionEvents(String reason, boolean warning) {
  private static final Map<String, String> WHEN_FALSE =
      Map.of(
          "MetricsAvailable", "MetricsUnavailable",
          "TargetScalable", "TargetNotScalable",
          "PolicyReady", "PolicyNotReady");
  private static final Map<String, String> WHEN_TRUE_AGAIN =
      Map.of(
          "MetricsAvailable", "MetricsRecovered",
          "TargetScalable", "TargetRecovered",
          "PolicyReady", "PolicyRecovered");
  private static final Map<String, String> ALARMS =
      Map.of("Conflict", "ConflictDetected", "KillSwitch", "KillSwitchPulled");
  private static final Map<String, String> ALARMS_OVER =
      Map.of("Conflict", "ConflictResolved", "KillSwitch", "KillSwitchReleased");

  /**
   * The event of a condition that has just got this status.
   *
   * @param before its status until now, empty when it had none
   */
  static Optional<ConditionEvents> of(Condition condition, Optional<Status> before) {
    String type = condition.type();
    boolean alarm = ALARMS.containsKey(type);
    Status bad = alarm ? Status.TRUE : Status.FALSE;
    Optional<Status> now = Optional.of(condition.status());
    if (now.equals(before)) {
      return Optional.empty();
    }
    if (condition.status() == bad) {
      return Optional.ofNullable(alarm ? ALARMS.get(type) : WHEN_FALSE.get(type))
          .map(reason -> new ConditionEvents(reason, true));
    }
    if (before.equals(Optional.of(bad))) {
      return Optional.ofNullable(alarm ? ALARMS_OVER.get(type) : WHEN_TRUE_AGAIN.get(type))
          .map(reason -> new ConditionEvents(reason, false));
    }
    return Optional.empty();
  }
}
