package io.rlscaler.simulator.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The times at which the slots become free, as a heap with four children per node: the earliest
 * first. Behind the last slot stand infinite times, so that no group of children is incomplete.
 */
final class SlotHeap {
  private double[] times = infinite(16);
  private int size;

  private static double[] infinite(int length) {
    double[] times = new double[length];
    Arrays.fill(times, Double.POSITIVE_INFINITY);
    return times;
  }

  int size() {
    return size;
  }

  /** The earliest time, infinite without slots. */
  double first() {
    return times[0];
  }

  /** Adds slots that are free from a time on that is not before any other's. */
  void add(int count, double time) {
    int needed = size + count + 4;
    if (needed > times.length) {
      int old = times.length;
      times = Arrays.copyOf(times, Math.max(needed, 2 * old));
      Arrays.fill(times, old, times.length, Double.POSITIVE_INFINITY);
    }
    for (int i = size; i < size + count; i++) {
      up(i, time);
    }
    size += count;
  }

  private void up(int from, double time) {
    int i = from;
    while (i > 0 && times[(i - 1) / 4] > time) {
      times[i] = times[(i - 1) / 4];
      i = (i - 1) / 4;
    }
    times[i] = time;
  }

  /** Takes out slots at random and adds the times at which they end their work to a list. */
  void removeAtRandom(int count, SplittableRandom random, TimeList removed) {
    for (int i = 0; i < count; i++) {
      int chosen = random.nextInt(size);
      removed.add(times[chosen]);
      size--;
      times[chosen] = times[size];
      times[size] = Double.POSITIVE_INFINITY;
    }
    for (int i = (size - 2) / 4; i >= 0 && size > 1; i--) {
      down(i, times[i]);
    }
  }

  /** Gives the earliest slot a later time. */
  void replaceFirst(double time) {
    down(0, time);
  }

  private void down(int from, double time) {
    double[] a = times;
    int n = size;
    int i = from;
    for (int child = 4 * i + 1; child < n; child = 4 * i + 1) {
      double left = Math.min(a[child], a[child + 1]);
      double right = Math.min(a[child + 2], a[child + 3]);
      double least = Math.min(left, right);
      if (least >= time) {
        break;
      }
      int first = a[child] == left ? child : child + 1;
      int second = a[child + 2] == right ? child + 2 : child + 3;
      a[i] = least;
      i = left <= right ? first : second;
    }
    a[i] = time;
  }

  /** The sum of all that lies after a time [s]. */
  double remaining(double time) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += Math.max(0, times[i] - time);
    }
    return sum;
  }

  /** Slots that work at a time. */
  int busy(double time) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += times[i] > time ? 1 : 0;
    }
    return count;
  }
}
