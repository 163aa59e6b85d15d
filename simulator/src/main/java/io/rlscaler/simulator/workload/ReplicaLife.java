package io.rlscaler.simulator.workload;

/**
 * What happens to a replica between its creation and its end.
 *
 * @param startUp time from the creation of a pod on a node until it is ready
 * @param warmUp how a replica that has just become ready works
 * @param drainSeconds time that a removed replica has for the requests it has begun [s], 0 or more
 * @param shortage when no node has room
 * @param crashesPerHour mean number of crashes of one ready replica in an hour, 0 to 60
 */
public record ReplicaLife(
    StartUpDelay startUp,
    WarmUp warmUp,
    double drainSeconds,
    Shortage shortage,
    double crashesPerHour) {
  /** The default of {@code terminationGracePeriodSeconds} in Kubernetes. */
  public static final double DEFAULT_DRAIN_SECONDS = 30;

  private static final double MOST_CRASHES_PER_HOUR = 60;

  /** Checks the ranges. */
  public ReplicaLife {
    if (!(drainSeconds >= 0 && Double.isFinite(drainSeconds))) {
      throw new IllegalArgumentException(
          "drain time is " + drainSeconds + " s, expected 0 or more");
    }
    if (!(crashesPerHour >= 0 && crashesPerHour <= MOST_CRASHES_PER_HOUR)) {
      throw new IllegalArgumentException(
          "crashes of a replica per hour are " + crashesPerHour + ", expected 0 to 60");
    }
  }

  /** A life without warm-up, shortages and crashes. */
  public static ReplicaLife of(StartUpDelay startUp) {
    return new ReplicaLife(startUp, WarmUp.NONE, DEFAULT_DRAIN_SECONDS, Shortage.NONE, 0);
  }

  /** The same life with another start-up time. */
  public ReplicaLife withStartUp(StartUpDelay other) {
    return new ReplicaLife(other, warmUp, drainSeconds, shortage, crashesPerHour);
  }

  /**
   * The time in which a replica that has just become ready works slower than it will.
   *
   * @param seconds how long [s], 0 or more
   * @param speed during that time as a share of full speed, above 0 to 1
   */
  public record WarmUp(double seconds, double speed) {
    /** At full speed at once. */
    public static final WarmUp NONE = new WarmUp(0, 1);

    /** Checks the ranges. */
    public WarmUp {
      if (!(seconds >= 0 && Double.isFinite(seconds))) {
        throw new IllegalArgumentException("warm-up is " + seconds + " s, expected 0 or more");
      }
      if (!(speed > 0 && speed <= 1)) {
        throw new IllegalArgumentException(
            "speed during warm-up is " + speed + ", expected above 0 to 1");
      }
    }

    /** Whether there is any difference to full speed. */
    boolean isNone() {
      return seconds == 0 || speed == 1;
    }
  }

  /**
   * Times at which no node has room: pods that are created then stay pending until a node comes.
   * Shortages begin at random (Poisson), last exponentially long and do not overlap.
   *
   * @param perDay mean number of shortages in a day without any other, 0 to 1000
   * @param meanSeconds mean duration [s], positive
   */
  public record Shortage(double perDay, double meanSeconds) {
    /** There is always a node. */
    public static final Shortage NONE = new Shortage(0, 300);

    private static final double MOST_PER_DAY = 1000;

    /** Checks the ranges. */
    public Shortage {
      if (!(perDay >= 0 && perDay <= MOST_PER_DAY)) {
        throw new IllegalArgumentException(
            "node shortages per day are " + perDay + ", expected 0 to 1000");
      }
      if (!(meanSeconds > 0 && Double.isFinite(meanSeconds))) {
        throw new IllegalArgumentException(
            "mean duration of a node shortage is " + meanSeconds + " s, expected a positive time");
      }
    }
  }
}
