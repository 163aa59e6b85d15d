package io.rlscaler.engine.observation;

import java.time.Duration;
import java.util.function.DoubleUnaryOperator;

/** One measured quantity of a workload: a value with its age, or the reason why there is none. */
public sealed interface Signal {

  /**
   * A usable value.
   *
   * @param value finite and not negative, in the unit of its signal
   * @param age time since it was sampled, not negative
   */
  record Known(double value, Duration age) implements Signal {
    /** Refuses values that no signal can have. */
    public Known {
      if (!Double.isFinite(value) || value < 0) {
        throw new IllegalArgumentException(
            "signal value: found " + value + ", expected a finite number >= 0");
      }
      if (age.isNegative()) {
        throw new IllegalArgumentException("signal age: found " + age + ", expected >= 0");
      }
    }
  }

  /** No usable value. */
  record Unknown(UnknownReason reason) implements Signal {}

  /** A value that was sampled just now. */
  static Signal known(double value) {
    return new Known(value, Duration.ZERO);
  }

  /** A missing value. */
  static Signal unknown(UnknownReason reason) {
    return new Unknown(reason);
  }

  /** Classifies a raw sample: the one door through which numbers from outside become signals. */
  static Signal ofSample(double value, Duration age, Duration maxAge) {
    if (!Double.isFinite(value)) {
      return new Unknown(UnknownReason.NOT_FINITE);
    }
    if (value < 0) {
      return new Unknown(UnknownReason.NEGATIVE);
    }
    if (age.compareTo(maxAge) > 0) {
      return new Unknown(UnknownReason.STALE);
    }
    return new Known(value, age.isNegative() ? Duration.ZERO : age);
  }

  /** Whether there is a value. */
  default boolean isKnown() {
    return this instanceof Known;
  }

  /** The value, or {@code fallback} where there is none. */
  default double orElse(double fallback) {
    return this instanceof Known known ? known.value() : fallback;
  }

  /** The same signal with its value transformed, for unit changes. */
  default Signal map(DoubleUnaryOperator transform) {
    return this instanceof Known known
        ? new Known(transform.applyAsDouble(known.value()), known.age())
        : this;
  }
}
