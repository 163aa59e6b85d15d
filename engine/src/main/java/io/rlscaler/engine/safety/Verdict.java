package io.rlscaler.engine.safety;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The shield's last word on one wish.
 *
 * @param to replicas to ask for
 * @param reason who decided, and why
 * @param action the policy's action, empty when it did not decide
 * @param probability the policy's probability of that action
 * @param risk calibrated risk of that action
 * @param adjustments what was changed, in order
 */
public record Verdict(
    int to,
    Reason reason,
    OptionalInt action,
    OptionalDouble probability,
    OptionalDouble risk,
    List<Adjustment> adjustments) {

  static Verdict of(int to, Reason reason, List<Adjustment> adjustments) {
    return new Verdict(
        to,
        reason,
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        List.copyOf(adjustments));
  }
}
