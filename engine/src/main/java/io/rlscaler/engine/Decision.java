package io.rlscaler.engine;

import io.rlscaler.engine.policy.FeatureVector;
import io.rlscaler.engine.safety.Adjustment;
import io.rlscaler.engine.safety.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What was decided for a workload at one tick, and why.
 *
 * @param time of the tick
 * @param from replicas asked for before
 * @param to replicas to ask for
 * @param reason who decided, and why
 * @param baseline what the HPA would do, empty while its input is unknown
 * @param action the policy's action, empty when it did not decide
 * @param probability the policy's probability of that action
 * @param risk calibrated risk of that action
 * @param constraints what the shield changed, in order
 * @param policyDigest the policy that was asked
 * @param features what it was asked with; empty when none was
 * @param detail more about the reason, for people; may be empty
 */
public record Decision(
    Instant time,
    int from,
    int to,
    Reason reason,
    OptionalInt baseline,
    OptionalInt action,
    OptionalDouble probability,
    OptionalDouble risk,
    List<Adjustment> constraints,
    Optional<String> policyDigest,
    FeatureVector features,
    String detail) {

  /** Whether it asks for another count. */
  public boolean changes() {
    return to != from;
  }
}
