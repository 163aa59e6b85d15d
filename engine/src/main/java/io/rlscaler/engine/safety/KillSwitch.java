package io.rlscaler.engine.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The kill switch of one workload, with its latch: a released switch stays in force for a while, so
 * that control does not flap back. Each position has a latch of its own: a switch eased from freeze
 * to baseline freezes for one latch more, and then follows the baseline.
 *
 * <p>It needs nothing but the position that was read and the time. Thread-safe: the control loop
 * and the operator's status both read it.
 */
public final class KillSwitch {
  /** Least time for which a released switch stays in force. */
  public static final Duration LEAST_LATCH = Duration.ofMinutes(5);

  private final Latch baseline;
  private final Latch freeze;

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

  /** A switch that was never pulled. */
  public KillSwitch() {
    this(new Latch(), new Latch());
  }

  private KillSwitch(Latch baseline, Latch freeze) {
    this.baseline = baseline;
    this.freeze = freeze;
  }

  /** An independent copy. */
  public synchronized KillSwitch copy() {
    return new KillSwitch(baseline.copy(), freeze.copy());
  }

  /** Takes up the latch of an earlier process. */
  public synchronized void restore(Position position, Instant latchedUntil) {
    if (position.compareTo(Position.BASELINE) >= 0) {
      baseline.release(latchedUntil);
    }
    if (position == Position.FREEZE) {
      freeze.release(latchedUntil);
    }
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
    baseline.observe(now, requested.compareTo(Position.BASELINE) >= 0, latch);
    freeze.observe(now, requested == Position.FREEZE, latch);
    return position();
  }

  /** The position in force at the last reading. */
  public synchronized Position position() {
    if (freeze.holds()) {
      return Position.FREEZE;
    }
    return baseline.holds() ? Position.BASELINE : Position.NONE;
  }

  /** When a released switch loses its force; empty while it is pulled or not in force. */
  public synchronized Optional<Instant> until() {
    return freeze.holds() ? freeze.until : baseline.until;
  }

  /** One position: pulled, or released and in force until a time, or neither. */
  private static final class Latch {
    private boolean pulled;
    private Optional<Instant> until = Optional.empty();

    Latch copy() {
      Latch copy = new Latch();
      copy.pulled = pulled;
      copy.until = until;
      return copy;
    }

    boolean holds() {
      return pulled || until.isPresent();
    }

    void release(Instant latchedUntil) {
      pulled = false;
      until = Optional.of(latchedUntil);
    }

    void observe(Instant now, boolean nowPulled, Duration latch) {
      if (nowPulled) {
        until = Optional.empty();
      } else if (pulled) {
        until = Optional.of(now.plus(latch));
      } else if (until.isPresent() && !now.isBefore(until.get())) {
        until = Optional.empty();
      }
      pulled = nowPulled;
    }
  }
}
