package io.rlscaler.simulator.workload;

import java.util.Arrays;

/** Future events, each a time and a number, as a heap with four children per node. */
final class EventHeap {
  private double[] times = new double[64];
  private int[] numbers = new int[64];
  private int size;

  /** The time of the next event, infinite without one. */
  double firstTime() {
    return size == 0 ? Double.POSITIVE_INFINITY : times[0];
  }

  /** The number of an event, in the order of the heap. */
  int number(int i) {
    return numbers[i];
  }

  void add(double time, int number) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    int i = size++;
    while (i > 0 && times[(i - 1) / 4] > time) {
      times[i] = times[(i - 1) / 4];
      numbers[i] = numbers[(i - 1) / 4];
      i = (i - 1) / 4;
    }
    times[i] = time;
    numbers[i] = number;
  }

  /** Takes out the next event and returns its number. */
  int removeFirst() {
    int first = numbers[0];
    size--;
    if (size > 0) {
      down(times[size], numbers[size]);
    }
    return first;
  }

  private void down(double time, int number) {
    int i = 0;
    for (int child = 1; child < size; child = 4 * i + 1) {
      int least = child;
      int end = Math.min(child + 4, size);
      for (int k = child + 1; k < end; k++) {
        if (times[k] < times[least]) {
          least = k;
        }
      }
      if (times[least] >= time) {
        break;
      }
      times[i] = times[least];
      numbers[i] = numbers[least];
      i = least;
    }
    times[i] = time;
    numbers[i] = number;
  }
}
