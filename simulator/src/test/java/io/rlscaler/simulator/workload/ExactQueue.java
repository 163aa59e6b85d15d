package io.rlscaler.simulator.workload;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Request-level reference: Poisson arrivals, one queue, first come first served, exact under
 * changes of the slots between steps. A slot that is removed ends its work first.
 */
final class ExactQueue {
  private final PriorityQueue<Double> freeAt = new PriorityQueue<>();
  private final ArrayDeque<double[]> queue = new ArrayDeque<>();
  private final SplittableRandom random;
  private final DoubleSupplier serviceTime;
  private final double threshold;
  private final double[] requests;
  private final double[] violations;
  private int slots;

  ExactQueue(DoubleSupplier serviceTime, double threshold, int steps, SplittableRandom random) {
    this.serviceTime = serviceTime;
    this.threshold = threshold;
    this.random = random;
    requests = new double[steps];
    violations = new double[steps];
  }

  void step(int index, double rate, int newSlots, double stepSeconds) {
    double begin = index * stepSeconds;
    double end = begin + stepSeconds;
    resize(newSlots, begin);
    double arrival = begin - Math.log(1 - random.nextDouble()) / rate;
    while (arrival < end) {
      serveUntil(arrival);
      queue.add(new double[] {arrival, index});
      requests[index]++;
      arrival -= Math.log(1 - random.nextDouble()) / rate;
    }
    serveUntil(end);
  }

  private void resize(int newSlots, double begin) {
    while (slots < newSlots) {
      freeAt.add(begin);
      slots++;
    }
    if (slots > newSlots) {
      Double[] all = freeAt.toArray(new Double[0]);
      freeAt.clear();
      for (int i = 0; i < newSlots; i++) {
        int chosen = i + random.nextInt(all.length - i);
        freeAt.add(all[chosen]);
        all[chosen] = all[i];
      }
      slots = newSlots;
    }
  }

  private void serveUntil(double limit) {
    while (!queue.isEmpty() && freeAt.element() < limit) {
      double[] request = queue.remove();
      double end = Math.max(request[0], freeAt.remove()) + serviceTime.getAsDouble();
      freeAt.add(end);
      if (end - request[0] > threshold) {
        violations[(int) request[1]]++;
      }
    }
  }

  /** Violations over requests from the first counted step on, after the queue has drained. */
  double violationShare(int firstCounted) {
    serveUntil(Double.POSITIVE_INFINITY);
    double total = 0;
    double late = 0;
    for (int i = firstCounted; i < requests.length; i++) {
      total += requests[i];
      late += violations[i];
    }
    return late / total;
  }
}
