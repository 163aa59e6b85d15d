package io.rlscaler.engine.baseline;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The {@code behavior} section of an autoscaling/v2 HorizontalPodAutoscaler (KEP-853, KEP-4951).
 *
 * @param scaleUp rules for a growing replica count
 * @param scaleDown rules for a shrinking replica count
 */
public record ScalingBehavior(Rules scaleUp, Rules scaleDown) {

  /** Longest stabilization window that the API accepts, in seconds. */
  public static final int MAX_WINDOW_SECONDS = 3600;

  /** Longest policy period that the API accepts, in seconds. */
  public static final int MAX_PERIOD_SECONDS = 1800;

  // Source of the defaults: kubernetes/kubernetes, pkg/apis/autoscaling/v2/defaults.go
  private static final Rules DEFAULT_SCALE_UP =
      new Rules(
          OptionalInt.of(0),
          Optional.of(Select.MAX),
          List.of(new Policy(Policy.Type.PODS, 4, 15), new Policy(Policy.Type.PERCENT, 100, 15)),
          OptionalDouble.empty());

  private static final Rules DEFAULT_SCALE_DOWN =
      new Rules(
          OptionalInt.empty(),
          Optional.of(Select.MAX),
          List.of(new Policy(Policy.Type.PERCENT, 100, 15)),
          OptionalDouble.empty());

  /** A behavior that is present but says nothing: {@link #withDefaults()} fills all of it. */
  public static ScalingBehavior unset() {
    return new ScalingBehavior(Rules.unset(), Rules.unset());
  }

  /**
   * The behavior as the API server stores it: every field that was left out has its v2 default. The
   * window of a scale-down stays empty, because its default is the controller's flag.
   */
  public ScalingBehavior withDefaults() {
    return new ScalingBehavior(
        scaleUp.orElse(DEFAULT_SCALE_UP), scaleDown.orElse(DEFAULT_SCALE_DOWN));
  }

  /** Which of several policies decides. */
  public enum Select {
    /** The policy that allows the largest change. */
    MAX,
    /** The policy that allows the smallest change. */
    MIN,
    /** No change in this direction at all. */
    DISABLED
  }

  /**
   * The rules for one direction.
   *
   * @param stabilizationWindowSeconds 0 to 3600, empty when left out
   * @param selectPolicy empty when left out
   * @param policies empty when left out
   * @param tolerance distance of the usage ratio from 1 that is ignored; empty for the controller's
   *     flag
   */
  public record Rules(
      OptionalInt stabilizationWindowSeconds,
      Optional<Select> selectPolicy,
      List<Policy> policies,
      OptionalDouble tolerance) {

    /** Refuses a window outside 0 to 3600 s and a tolerance that is negative or not finite. */
    public Rules {
      policies = List.copyOf(policies);
      stabilizationWindowSeconds.ifPresent(
          window -> requireRange("stabilizationWindowSeconds", window, 0, MAX_WINDOW_SECONDS));
      tolerance.ifPresent(Rules::requireTolerance);
    }

    /** Rules that say nothing. */
    public static Rules unset() {
      return new Rules(OptionalInt.empty(), Optional.empty(), List.of(), OptionalDouble.empty());
    }

    private static void requireTolerance(double tolerance) {
      if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "tolerance is " + tolerance + ", expected a finite number of at least 0");
      }
    }

    private Rules orElse(Rules defaults) {
      return new Rules(
          stabilizationWindowSeconds.isPresent()
              ? stabilizationWindowSeconds
              : defaults.stabilizationWindowSeconds,
          selectPolicy.or(defaults::selectPolicy),
          policies.isEmpty() ? defaults.policies : policies,
          tolerance);
    }
  }

  /**
   * One rate limit: at most so much change within any period of that length.
   *
   * @param type what {@code value} counts
   * @param value pods, or percent of the replicas at the start of the period; above 0
   * @param periodSeconds 1 to 1800
   */
  public record Policy(Type type, int value, int periodSeconds) {

    /** What a policy's value counts. */
    public enum Type {
      /** Pods. */
      PODS,
      /** Percent of the replicas at the start of the period. */
      PERCENT
    }

    /** Refuses a value below 1 and a period outside 1 to 1800 s. */
    public Policy {
      requireRange("value", value, 1, Integer.MAX_VALUE);
      requireRange("periodSeconds", periodSeconds, 1, MAX_PERIOD_SECONDS);
    }

    long periodMillis() {
      return 1000L * periodSeconds;
    }
  }

  private static void requireRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          field + " is " + value + ", expected " + min + " to " + max);
    }
  }
}
