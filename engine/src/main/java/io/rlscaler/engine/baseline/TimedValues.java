package io.rlscaler.engine.baseline;

/** Values with their times, oldest first; grows only when none is stale. */
final class TimedValues {
  private long[] times = new long[4];
  private double[] values = new double[4];
  private int first;
  private int size;

  TimedValues copy() {
    TimedValues copy = new TimedValues();
    copy.times = times.clone();
    copy.values = values.clone();
    copy.first = first;
    copy.size = size;
    return copy;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Appends a value and forgets those up to a time. */
  void store(long timeMillis, double value, long staleUntilMillis) {
    while (size > 0 && times[first] <= staleUntilMillis) {
      first = (first + 1) % times.length;
      size--;
    }
    if (size == times.length) {
      grow();
    }
    int i = (first + size++) % times.length;
    times[i] = timeMillis;
    values[i] = value;
  }

  private void grow() {
    long[] moreTimes = new long[2 * size];
    double[] moreValues = new double[2 * size];
    for (int i = 0; i < size; i++) {
      moreTimes[i] = times[(first + i) % size];
      moreValues[i] = values[(first + i) % size];
    }
    times = moreTimes;
    values = moreValues;
    first = 0;
  }

  /** Mean of the values after a time, NaN when there is none. */
  double meanAfter(long millis) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < size; i++) {
      int at = (first + i) % times.length;
      sum += times[at] > millis ? values[at] : 0;
      count += times[at] > millis ? 1 : 0;
    }
    return sum / count;
  }

  /** Largest value after a time, or {@code least}. */
  double maxAfter(long millis, double least) {
    double largest = least;
    for (int i = 0; i < size; i++) {
      int at = (first + i) % times.length;
      largest = times[at] > millis ? Math.max(largest, values[at]) : largest;
    }
    return largest;
  }
}
