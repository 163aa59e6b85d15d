package io.rlscaler.engine.forecast;

/**
 * Forecasts whose outcome is not known yet: regressors with the largest log load seen since, in a
 * ring that spans two start-up times and the metric lag.
 */
final class PendingTargets {
  private final long startUpMillis;
  private final long lagMillis;
  private final long everyMillis;
  private final float[] regressors;
  private final long[] atMillis;
  private final float[] logLoad;
  private final float[] largestAtStartUp;
  private final float[] largestAtTwice;
  private int oldest;
  private int size;
  private int learnedAtStartUp;

  PendingTargets(long startUpMillis, long lagMillis, long everyMillis) {
    this.startUpMillis = startUpMillis;
    this.lagMillis = lagMillis;
    this.everyMillis = everyMillis;
    int slots = (int) ((2 * startUpMillis + lagMillis) / everyMillis) + 3;
    regressors = new float[slots * Forecaster.REGRESSORS];
    atMillis = new long[slots];
    logLoad = new float[slots];
    largestAtStartUp = new float[slots];
    largestAtTwice = new float[slots];
  }

  private PendingTargets(PendingTargets other) {
    startUpMillis = other.startUpMillis;
    lagMillis = other.lagMillis;
    everyMillis = other.everyMillis;
    regressors = other.regressors.clone();
    atMillis = other.atMillis.clone();
    logLoad = other.logLoad.clone();
    largestAtStartUp = other.largestAtStartUp.clone();
    largestAtTwice = other.largestAtTwice.clone();
    oldest = other.oldest;
    size = other.size;
    learnedAtStartUp = other.learnedAtStartUp;
  }

  PendingTargets copy() {
    return new PendingTargets(this);
  }

  long everyMillis() {
    return everyMillis;
  }

  void clear() {
    size = 0;
    learnedAtStartUp = 0;
  }

  void add(long nowMillis, float nowLogLoad, float[] from) {
    if (size == atMillis.length) {
      dropOldest();
    }
    int slot = (oldest + size) % atMillis.length;
    System.arraycopy(from, 0, regressors, offset(slot), Forecaster.REGRESSORS);
    atMillis[slot] = nowMillis;
    logLoad[slot] = nowLogLoad;
    largestAtStartUp[slot] = nowLogLoad;
    largestAtTwice[slot] = nowLogLoad;
    size++;
  }

  void sawLoad(long nowMillis, float nowLogLoad) {
    for (int i = 0; i < size; i++) {
      int slot = (oldest + i) % atMillis.length;
      long passed = nowMillis - atMillis[slot];
      if (passed <= startUpMillis + lagMillis) {
        largestAtStartUp[slot] = Math.max(largestAtStartUp[slot], nowLogLoad);
      }
      if (passed <= 2 * startUpMillis + lagMillis) {
        largestAtTwice[slot] = Math.max(largestAtTwice[slot], nowLogLoad);
      }
    }
  }

  /** The next slot whose first horizon has passed, or -1. Each slot is returned once. */
  int dueAtStartUp(long nowMillis) {
    if (learnedAtStartUp >= size) {
      return -1;
    }
    int slot = (oldest + learnedAtStartUp) % atMillis.length;
    if (nowMillis - atMillis[slot] < startUpMillis + lagMillis) {
      return -1;
    }
    learnedAtStartUp++;
    return slot;
  }

  /** The oldest slot if its second horizon has passed, else -1; the slot is given up with it. */
  int dueAtTwice(long nowMillis) {
    if (size == 0 || nowMillis - atMillis[oldest] < 2 * startUpMillis + lagMillis) {
      return -1;
    }
    int slot = oldest;
    dropOldest();
    return slot;
  }

  private void dropOldest() {
    oldest = (oldest + 1) % atMillis.length;
    size--;
    learnedAtStartUp = Math.max(0, learnedAtStartUp - 1);
  }

  float[] regressors() {
    return regressors;
  }

  int offset(int slot) {
    return slot * Forecaster.REGRESSORS;
  }

  double growthAtStartUp(int slot) {
    return largestAtStartUp[slot] - logLoad[slot];
  }

  double growthAtTwice(int slot) {
    return largestAtTwice[slot] - logLoad[slot];
  }
}
