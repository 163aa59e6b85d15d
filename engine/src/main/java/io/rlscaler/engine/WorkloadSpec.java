package io.rlscaler.engine;

import io.rlscaler.engine.baseline.UtilizationBaseline;
import io.rlscaler.engine.safety.KillSwitch;
import io.rlscaler.engine.safety.SafetyLimits;
import java.time.Duration;

/**
 * What is wished for a workload. A value: a changed wish is a new spec.
 *
 * @param mode what may happen with decisions
 * @param facts what is given about it
 * @param controller who makes the wishes
 * @param baseline the HPA settings
 * @param limits trust in a policy
 */
public record WorkloadSpec(
    Mode mode,
    WorkloadFacts facts,
    Controller controller,
    UtilizationBaseline baseline,
    SafetyLimits limits) {

  /** How long a released kill switch stays in force: at least the scale-down window. */
  public Duration latch() {
    Duration window = baseline.behaviorLimiter().scaleDownWindow();
    return window.compareTo(KillSwitch.LEAST_LATCH) > 0 ? window : KillSwitch.LEAST_LATCH;
  }
}
