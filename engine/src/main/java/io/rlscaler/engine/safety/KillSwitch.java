package io.rlscaler.engine.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The kill switch of one workload, with its latch: a released switch stays in force for a while, so
 * that control does not flap back.
 *
 * <p>It needs nothing but the position that was read and the time. Thread-safe: the control loop
 * and the operator's status both read it.
 */
public final class KillSwitch {
  /** Least time for which a released switch stays in force. */
  public static final Duration LEAST_LATCH = Duration.ofMinutes(5);

  private Position held = Position.NONE;
  private Optional<Instant> until = Optional.empty();

  /** What the switch asks for, in the order of strength. */
  public enum Position {
    /** Not pulled. */
    NONE,
    /** The baseline decides. */
    BASELINE,
    /** The replica count stays. */
    FREEZE;

    /** The stronger of two positions. */
    public Position strictest(Position other) {
      return compareTo(other) >= 0 ? this : other;
    }

    /** The position that a text asks for; what cannot be understood freezes. */
    public static Position parse(String text) {
      return switch (text.strip()) {
        case "", "none" -> NONE;
        case "baseline" -> BASELINE;
        default -> FREEZE;
      };
    }

    /** Whether a text is one of the documented values. */
    public static boolean isDocumented(String text) {
      return switch (text.strip()) {
        case "", "none", "baseline", "freeze" -> true;
        default -> false;
      };
    }
  }

  /** Takes up the latch of an earlier process. */
  public synchronized void restore(Position position, Instant latchedUntil) {
    held = position;
    until = Optional.of(latchedUntil);
  }

  /**
   * Reads the switch.
   *
   * @param now time
   * @param requested strictest position over all scopes
   * @param latch how long a release takes to come into force
   * @return the position in force
   */
  public synchronized Position observe(Instant now, Position requested, Duration latch) {
    if (until.isPresent() && !now.isBefore(until.get())) {
      held = Position.NONE;
      until = Optional.empty();
    }
    if (requested.compareTo(held) >= 0 && requested != Position.NONE) {
      held = requested;
      until = Optional.empty();
    } else if (requested.compareTo(held) < 0 && until.isEmpty()) {
      until = Optional.of(now.plus(latch));
    }
    return held.strictest(requested);
  }

  /** The position in force at the last reading. */
  public synchronized Position position() {
    return held;
  }

  /** When a released switch loses its force; empty while it is pulled or not in force. */
  public synchronized Optional<Instant> until() {
    return until;
  }
}
