package io.rlscaler.simulator.agreement;

import java.util.Locale;

/** The ten parts of the matrix, each of which stresses the fast model in another way. */
public enum Part {
  /** Constant load on 1 to 300 replicas. */
  SCALE(0),
  /** Constant load on replicas of 1 to 64 slots. */
  SLOTS(1),
  /** Constant load with service times of a variation of .3 to 2. */
  VARIATION(2),
  /** Constant load from a third of the capacity to a little more than all of it, on few slots. */
  UTILISATION(3),
  /** The load jumps, the replicas follow after some steps. */
  STEPS(4),
  /** The load rises or falls steadily, the replicas follow with a lag. */
  RAMPS(5),
  /** One to three bursts of one to four steps above the capacity. */
  BURSTS(6),
  /** Longer overload, then the queue drains. */
  OVERLOAD(7),
  /** Replicas are taken away, once or several times, and partly given back. */
  REMOVALS(8),
  /** A load that wanders, with daily slope, noise, timers and spikes, and replicas that follow. */
  TRACES(9);

  private final int number;

  Part(int number) {
    this.number = number;
  }

  /** What the seeds of the part's cells are made of. */
  int number() {
    return number;
  }

  /** The name in tables and data. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
